/// What the latest values became that a transform was asked of: in most columns the same few come again and again.
///
/// One evaluator's own. Short values alone are kept, each where its hash says, in place of the one before.
final class TransformMemo {
  private static let slotCount = 512
  /// Bytes of a value and of what it becomes, each with the padding that `Bytes` are read with.
  private static let longest = 48
  private static let stride = longest + 16

  // SAFETY: allocated here, freed by `deinit`; each slot holds `stride` bytes.
  private let inputs: Store<UInt8> = .allocate(slotCount * stride, fill: 0)
  private let outputs: Store<UInt8> = .allocate(slotCount * stride, fill: 0)
  /// -1 for a slot not used yet.
  private let inputCounts: Store<Int32> = .allocate(slotCount, fill: -1)
  private let outputCounts: Store<Int32> = .allocate(slotCount, fill: 0)

  deinit {
    inputs.deallocate()
    outputs.deallocate()
    inputCounts.deallocate()
    outputCounts.deallocate()
  }

  /// What the value becomes, in the arena's memory.
  func result(of value: Bytes, _ transform: TextTransform, _ arena: StableArena) -> Bytes {
    guard value.count <= TransformMemo.longest else {
      return arena.copy(transform.apply(value.array))
    }
    let slot = Int(KeyCode.hash(value) % UInt64(TransformMemo.slotCount))
    let start = slot * TransformMemo.stride
    // SAFETY: a slot's bytes and the padding after them are within its stride.
    let known = unsafe Bytes(inputs.base + start, Int(inputCounts[slot]))
    if known.equals(value) {
      return arena.copy(unsafe Bytes(outputs.base + start, Int(outputCounts[slot])))
    }
    let result = transform.apply(value.array)
    guard result.count <= TransformMemo.longest else { return arena.copy(result) }
    var index = start
    inputs.copy(value, to: &index)
    inputCounts[slot] = value.count32
    for (offset, byte) in result.enumerated() { outputs[start + offset] = byte }
    outputCounts[slot] = Int32(result.count)
    return arena.copy(unsafe Bytes(outputs.base + start, result.count))
  }
}

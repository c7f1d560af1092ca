/// `result.json`: what an inspection found, without the cells (`ResultFormat.md` tells each member).
///
/// Written from a result and its scores, read back into the result alone: scores follow from the
/// counts, so that a reader computes them again instead of believing them.
package enum ResultFile {}

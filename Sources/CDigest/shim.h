// SHA-256 by the processor's own instructions, where it has them. Header only: Swift cannot give one function a
// target attribute, and the rest of the program must run on processors without these instructions.
#ifndef SOAT_CDIGEST_SHIM_H
#define SOAT_CDIGEST_SHIM_H
#include <stdint.h>
static inline int soat_placeholder(void) { return 0; }
#endif

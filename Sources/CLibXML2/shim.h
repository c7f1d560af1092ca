// libxml2, without the part of its headers that pulls in ICU: Debian's were built with it, and ICU's enums clash with
// those that other modules bring.
#ifndef SOAT_CLIBXML2_SHIM_H
#define SOAT_CLIBXML2_SHIM_H

#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlIO.h>
#include <libxml/xmlschemas.h>

#endif

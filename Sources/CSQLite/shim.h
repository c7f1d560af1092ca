// SQLite, and its functions that take a variable number of arguments as ones that Swift can call.
#ifndef SOAT_CSQLITE_SHIM_H
#define SOAT_CSQLITE_SHIM_H

#include <sqlite3.h>

// Before anything else: no count of the memory used, which all threads would wait for.
static inline int soat_sqlite3_configure(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

// Distrusts what the database brings along: its schema's functions and triggers, writes to its own tables, and words
// in double quotes that are no names.
static inline int soat_sqlite3_harden(sqlite3 *db) {
  int done = sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
  done |= sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
  done |= sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, (int *)0);
  done |= sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)0);
  done |= sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, (int *)0);
  return done;
}

#endif

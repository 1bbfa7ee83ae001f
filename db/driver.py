"""SQLCipher under sqlite-utils. Import this before sqlite_utils: it looks for pysqlite3 once."""

import sys

import sqlcipher3
import sqlcipher3.dbapi2

sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = sqlcipher3.dbapi2

connect = sqlcipher3.dbapi2.connect
DatabaseError = sqlcipher3.dbapi2.DatabaseError
OperationalError = sqlcipher3.dbapi2.OperationalError

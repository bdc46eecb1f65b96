const codes = /^SQLITE_(BUSY|FULL|IOERR|READONLY|CANTOPEN|LOCKED|PROTOCOL|CORRUPT|NOTADB)/

/** Whether SQLite cannot use the file now. */
export const isSqliteFault = (error: Error): boolean => 'code' in error && codes.test(String(error.code))

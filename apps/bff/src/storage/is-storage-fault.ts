import { StorageFault } from '../ground/storage-fault.ts'
import { isSqliteFault } from './sqlite/is-fault.ts'

/** Whether an error, or one that it wraps, says that the storage cannot be used now. */
export const isStorageFault = (error: unknown): boolean =>
  error instanceof Error && (error instanceof StorageFault || isSqliteFault(error) || isStorageFault(error.cause))

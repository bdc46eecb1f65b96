export interface Announcement {
  /** The fingerprint of each key in this server's key file, by the key's ID. */
  keyFingerprints: () => Record<string, string>
  /** Runs now and every few seconds: another server may have ended. */
  onBeat: () => Promise<unknown>
}

/** The servers that share the storage. */
export interface ServerRegistry {
  /** Announces this process as a server, until `leave`. Commands do not join. */
  join(announcement: Announcement): Promise<void>
  leave(): Promise<void>
  /** The servers that are alive, if several may share the storage. */
  list(): Promise<{ id: string; keyFingerprints: Record<string, string> }[]>
}

/** For a storage that only one server uses: an operating system's lock keeps others out. */
export const singleServer: ServerRegistry = {
  async join({ onBeat }) {
    await onBeat()
  },
  leave: () => Promise.resolve(),
  list: () => Promise.resolve([]),
}

import type { User } from '@office365-email/shared/session'
import { useOutletContext } from 'react-router'

/** Whoever is signed in. Only for pages inside the root layout, which shows none of them to anybody else. */
export const useSignedInUser = (): User => useOutletContext<User>()

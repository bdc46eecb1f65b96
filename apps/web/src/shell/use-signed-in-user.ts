import type { User } from '@office365-email/shared/session'
import { useOutletContext } from 'react-router'

/** The signed-in user. Only for pages inside the root layout, which requires a sign-in. */
export const useSignedInUser = (): User => useOutletContext<User>()

/** Keeps the password managers that browsers are extended with from taking a form for a sign-in. */
const ignored = {
  'data-1p-ignore': true,
  'data-bwignore': 'true',
  'data-lpignore': 'true',
  'data-form-type': 'other',
}

/** For a secret that is no sign-in. Chromium and Firefox fill in no saved password here by themselves. */
export const newSecret = { ...ignored, autoComplete: 'new-password' }

/**
 * For a text beside such a secret: with `off`, Firefox takes it for a user name all the same, and fills in the password
 * once a saved user name is typed or chosen. No browser does with this word.
 */
export const noUserName = { ...ignored, autoComplete: 'one-time-code' }

/** Keeps password managers from treating a form as a sign-in form. */
const ignored = {
  'data-1p-ignore': true,
  'data-bwignore': 'true',
  'data-lpignore': 'true',
  'data-form-type': 'other',
}

/** For a secret that is not a sign-in password. Chromium and Firefox do not fill in a saved password here on their own. */
export const newSecret = { ...ignored, autoComplete: 'new-password' }

/**
 * For a text field next to such a secret. With `off`, Firefox still treats the field as a user name, and fills in the
 * password once a saved user name is typed or chosen. No browser does so with `one-time-code`.
 */
export const noUserName = { ...ignored, autoComplete: 'one-time-code' }

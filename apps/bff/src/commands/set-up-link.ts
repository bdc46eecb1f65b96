import { describeSetUpLink, replaceSetUpLink } from '../shell/sessions/set-up-link.ts'
import { type Command, UsageError } from './command.ts'

export const setUpLinkCommands: Record<string, Command> = {
  'set-up-link': {
    usage:
      'set-up-link   (while no one can sign in: prints a new link for the first owner; earlier links stop working)',
    options: [],
    async run({ dependencies, context, print }) {
      const { publicUrl, localSignIn } = dependencies.config
      if (!localSignIn) throw new UsageError('LOCAL_SIGN_IN is off, so no one could use the link.')
      if (new URL(publicUrl).port === '0')
        throw new UsageError('PORT is 0, so the address of the server is not known. Set PUBLIC_URL.')
      const made = await replaceSetUpLink(dependencies.storage, context.now)
      if (!made)
        throw new UsageError(
          'Someone can already sign in, so no link was made. To give a person a new password: people set-password EMAIL',
        )
      print(describeSetUpLink(publicUrl, made.token))
    },
  },
}

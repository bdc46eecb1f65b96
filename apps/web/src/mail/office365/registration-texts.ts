import { type CredentialKind, credentialNames } from '@office365-email/shared/credential'
import { formatCount } from '@office365-email/shared/format-count'

/** Texts about certificates and federated credentials, which a bot with a client secret does not need. */
export const registrationTexts = {
  certificate: {
    saved: 'Keep the current certificate',
    savedHelp: (thumbprint: string) => `Thumbprint ${thumbprint}. Nothing has to be uploaded again.`,
    made: 'Made by this server',
    madeHelp:
      'Submit makes a private key and a certificate. The key stays on the server, encrypted. Then the certificate is uploaded to Entra, and the server makes the next one before this one expires.',
    months: (months: number) => formatCount(months, 'month'),
    own: 'Your own',
    ownHelp: 'From your certificate authority, for example. You have to replace it before it expires.',
    pemHelp:
      'As PEM, in any order: paste both texts below each other. RSA with 2,048 bits or more. The key is encrypted on the server, and is never shown again.',
    passwordHelp: 'Only if the private key is encrypted.',
  },
  federatedHelp: 'Submit shows the three values to enter in Entra. There is no secret to enter here.',
  lost: 'The private key was lost. Choose Reset, and make a new certificate.',
  register: {
    title: 'Register it in Entra',
    intro: {
      certificate:
        'The certificate is ready. The app can sign in with it as soon as someone uploads it to Entra. An owner of the app or an Application Administrator can do that.',
      federated:
        'The three values are ready. The app can sign in as soon as someone enters them in Entra. An owner of the app or an Application Administrator can do that.',
    } satisfies Partial<Record<CredentialKind, string>>,
    sends: (kind: CredentialKind) => `Until then, mail is sent with the ${credentialNames[kind]} that was used before.`,
    sendsEnds: (date: string) => `It expires on ${date}.`,
    sendsNothing: 'Until then, this bot cannot send.',
    open: 'Open Certificates & secrets of the app',
    newTab: 'opens in a new tab',
    portal: {
      certificate:
        'In Entra: App registrations > your app > Certificates & secrets > Certificates > Upload certificate.',
      federated:
        'In Entra: App registrations > your app > Certificates & secrets > Federated credentials > Add credential > Other issuer. Enter these values and any name, then select Add. Copy the values: Entra compares every letter, and saves wrong values without an error.',
    },
    files:
      'Download the certificate, or copy it as PEM. It contains nothing secret: the private key stays on this server.',
    download: 'Download the certificate (.cer)',
    pem: 'the certificate as PEM',
    compare: 'Compare the thumbprint in Entra with this one. If they differ, another certificate was uploaded.',
    internet: 'Entra must be able to reach the issuer over the internet, because it reads the public keys there.',
    inside:
      'If this server can be reached only inside your network, choose a certificate, or ask the operator about FEDERATION_ISSUER_URL.',
    script: 'Or register it with a script',
    check: 'Check',
    checkHelp: 'Signs in to Entra and sends nothing. After a change in Entra, it can take some minutes.',
    asking: 'Asking Microsoft Entra for a token with the new credential.',
    accepted: (kind: CredentialKind) => `Entra accepts the ${credentialNames[kind]}`,
    acceptedHelp: 'The configuration is saved and locked. No mail has been sent with it yet.',
    test: 'Send a test email next',
    waits: 'Instead of checking, you can change the values below and submit again, or cancel the reset.',
    waitsUntil: (date: string) => `If Entra has not accepted it by ${date}, it is discarded.`,
  },
  /** On the page of a person with an intake link. */
  link: {
    internetHelp: 'If the check says that Entra cannot, tell the person who sent you the link.',
    acceptedHelp: 'Nothing is left to register. The values wait for approval.',
    ended: 'This link has ended',
    endedHelp:
      'The values were approved, or the link was revoked or has expired. If they were approved, what this page shows is still right: register it, and the server notices it within a day.',
  },
  next: {
    title: 'The next certificate is ready',
    help: (date: string) =>
      `Upload it to Entra before ${date}. Until then, mail is sent with the current certificate. This server switches to the next one automatically as soon as Entra accepts it.`,
    notYet: 'Entra does not accept the next certificate yet. Mail is sent with the current one.',
    changed: 'Entra accepts the next certificate. Mail is sent with it from now on. Delete the old one in Entra.',
  },
}

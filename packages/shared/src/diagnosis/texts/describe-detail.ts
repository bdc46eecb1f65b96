import { nationalClouds } from '../../national-cloud.ts'
import type { Detail } from '../detail.ts'
import type { Remedy } from '../rule.ts'
import { remedies } from './remedies.ts'
import { resetForm } from './steps.ts'
import { type Change, changeOfVariant } from './variant-texts.ts'

const ageOf = (minutes: number): string =>
  minutes < 1 ? 'less than a minute' : minutes === 1 ? 'a minute' : `${minutes} minutes`

const lowerFirst = (field: string): string => field.replace(/^[A-Z]/, (letter) => letter.toLowerCase())

function changeOf(detail: Detail): Change {
  switch (detail.kind) {
    case 'cloud-chosen':
      return { remark: `The cloud selected here is ${nationalClouds[detail.cloud].label}.` }
    case 'same-value':
      return { remark: `${detail.fields.join(' and ')} have the same value, so one of them is wrong.` }
    case 'user-id-is':
      return { remark: `User ID has the same value as ${detail.field}, so the wrong value was copied.` }
    case 'client-id-is':
      return detail.field === 'Tenant ID'
        ? {
            remark: 'Microsoft received the tenant ID as the client ID, so the two values are swapped or equal.',
          }
        : { remark: `Microsoft received the ${lowerFirst(detail.field)} as the client ID.` }
    case 'tenant-id-is':
      return {
        remark: `Microsoft received the ${lowerFirst(detail.field)} as the tenant ID, so the values are swapped.`,
      }
    case 'other-tenant-named':
      return {
        remark:
          'Microsoft names another tenant, not the one configured here, so the sign-in did not use the configured one.',
      }
    case 'other-app-named':
      return { remark: 'Microsoft names another app, not the one configured here.' }
    case 'secret-of-other-app':
      return {
        remark:
          'Microsoft names another app, not the one configured here, so the error may come from another configuration.',
      }
    case 'other-user-named':
      return { remark: 'Microsoft names another user, not the one configured here.' }
    case 'permission-is-new':
      return {
        remark: 'Mail.Send was granted a short time ago, and Exchange Online can take up to two hours to apply it.',
        stepFirst: { action: 'send-test-email', text: 'Wait up to two hours, then choose Send test email.' },
      }
    case 'consent-given':
      return { remark: 'The token contains Mail.Send, so the app has consent.' }
    case 'roles-of-token':
      return detail.roles.length === 0
        ? { remark: 'The token contains no application permission.' }
        : { remark: `The token contains ${detail.roles.join(', ')}, but not Mail.Send.` }
    case 'secret-id-by-form':
      return {
        remark: 'The value in Client Secret Key looks like a Secret ID, so the wrong column was copied.',
      }
    case 'expiry-date-passed':
      return { remark: 'The expiry date entered here has passed.' }
    case 'expiry-date-later':
      return { remark: 'The expiry date entered here is later, so it may belong to another secret.' }
    case 'secret-is-new':
      return {
        remark: `The secret was saved ${ageOf(detail.minutes)} ago, and a new secret can take a few minutes to work everywhere.`,
        stepFirst: {
          action: 'send-test-email',
          text: 'If the secret was created just now, wait five minutes and choose Send test email.',
        },
      }
    case 'same-address':
      return {
        remark:
          'Both fields contain the same address: it is the user principal name of the user, but not an address of the mailbox.',
      }
    case 'token-outdated':
      return {
        explanation:
          'Microsoft 365 rejects the token because a policy or an account changed after the token was issued. A new token works, so the next attempt signs in again.',
        nextSteps: [
          { action: 'wait', text: 'Wait for the next attempt, which uses a new token.' },
          {
            action: 'check-sign-in-policy',
            text: 'If it still fails after an hour, ask your IT admin to look for a policy that blocks this app under Entra ID > Conditional Access > Policies.',
          },
        ],
        actor: 'nobody',
      }
    case 'item-of-other-mailbox':
      return {
        explanation:
          'Exchange reports that the mailbox is moving, but "Cross Server access" means that the request asks one mailbox for an item of another. Trying again does not help until the request names the right mailbox.',
        nextSteps: [
          {
            action: 'tell-developers',
            text: 'Ask the developers to make sure that the mailbox and the item in the address belong together.',
          },
          {
            action: 'wait',
            text: 'If the mailbox really moved in the last few hours, wait until the move is finished.',
          },
        ],
        actor: 'developer',
      }
    case 'secret-lost':
      return {
        title: 'The saved secret was lost. Enter the client secret again',
        explanation:
          'The client secret is stored encrypted, and this server no longer has the key that decrypts it. All other values are kept, but this bot sends nothing until you enter the secret again.',
        nextSteps: [
          resetForm,
          { action: 'submit-values', text: 'Paste the secret into Client Secret Key and choose Submit.' },
          {
            action: 'create-secret',
            text: 'If you no longer have it, ask your IT admin to open Entra ID > App registrations > your app > Certificates & secrets, choose New client secret, and copy the Value.',
          },
        ],
      }
    case 'kept-waiting':
      return { remark: `The last reason for the wait: ${remedies[detail.lastCause].title}.` }
    case 'held-after-restore':
      return {
        title: 'Sending is held after a restore',
        explanation:
          'The database of this server was restored from a backup, and this server sends nothing until an owner allows it. Nothing was stored or sent.',
        nextSteps: [
          {
            action: 'release-sending',
            text: 'Make sure that no other server sends for these bots, then ask an owner to choose Send from here.',
          },
          { action: 'send-again', text: 'Then send the message again.' },
        ],
      }
    default:
      return changeOfVariant(detail)
  }
}

/** The remedy of a cause, made more precise by the detail. */
export function describeDetail(remedy: Remedy, detail: Detail): Remedy {
  const { remark, stepFirst, ...changes } = changeOf(detail)
  const changed = { ...remedy, ...changes }
  return {
    ...changed,
    explanation: remark === undefined ? changed.explanation : `${changed.explanation} ${remark}`,
    nextSteps: stepFirst === undefined ? changed.nextSteps : [stepFirst, ...changed.nextSteps],
  }
}

import { nationalClouds } from '../../national-cloud.ts'
import type { Step } from '../actions.ts'
import type { Detail } from '../detail.ts'
import type { Remedy } from '../rule.ts'
import { remedies } from './remedies.ts'
import { resetForm } from './steps.ts'

/** What a detail changes in the words of its cause: a sentence and a step more, or words in their place. */
interface Change extends Partial<Pick<Remedy, 'title' | 'explanation' | 'nextSteps' | 'actor'>> {
  remark?: string
  stepFirst?: Step
}

const ageOf = (minutes: number): string =>
  minutes < 1 ? 'less than a minute' : minutes === 1 ? 'a minute' : `${minutes} minutes`

const lowerFirst = (field: string): string => field.replace(/^[A-Z]/, (letter) => letter.toLowerCase())

function changeOf(detail: Detail): Change {
  switch (detail.kind) {
    case 'cloud-chosen':
      return { remark: `The cloud chosen here is ${nationalClouds[detail.cloud].label}.` }
    case 'same-value':
      return { remark: `${detail.fields.join(' and ')} hold the same value, so one of them is wrong.` }
    case 'user-id-is':
      return { remark: `User ID holds the same value as ${detail.field}, so the wrong value was copied.` }
    case 'client-id-is':
      return detail.field === 'Tenant ID'
        ? {
            remark: 'Microsoft names the tenant ID where the client ID belongs, so the two are swapped or equal.',
          }
        : { remark: `Microsoft names the ${lowerFirst(detail.field)} where the client ID belongs.` }
    case 'tenant-id-is':
      return {
        remark: `Microsoft names the ${lowerFirst(detail.field)} where the tenant ID belongs, so the values are swapped.`,
      }
    case 'other-tenant-named':
      return {
        remark: 'Microsoft names another tenant than the one configured here, so the sign-in went out without it.',
      }
    case 'other-app-named':
      return { remark: 'Microsoft names another app than the one configured here.' }
    case 'secret-of-other-app':
      return {
        remark:
          'Microsoft names another app than the one configured here, so the error may come from another configuration.',
      }
    case 'other-user-named':
      return { remark: 'Microsoft names another user than the one configured here.' }
    case 'permission-is-new':
      return {
        remark: 'Mail.Send was granted a short time ago: it can take up to two hours until Exchange Online knows.',
        stepFirst: { action: 'send-test-email', text: 'Wait up to two hours, then choose Send test email.' },
      }
    case 'consent-given':
      return { remark: 'The token carries Mail.Send, so consent is not what is missing.' }
    case 'roles-of-token':
      return detail.roles.length === 0
        ? { remark: 'The token carries no application permission at all.' }
        : { remark: `The token carries ${detail.roles.join(', ')}, but not Mail.Send.` }
    case 'secret-id-by-form':
      return {
        remark: 'The value in Client Secret Key has the form of a Secret ID, so the wrong column was copied.',
      }
    case 'expiry-date-passed':
      return { remark: 'The expiry date noted here has passed.' }
    case 'expiry-date-later':
      return { remark: 'The expiry date noted here is a later one, so it may be that of another secret.' }
    case 'secret-is-new':
      return {
        remark: `The secret was saved ${ageOf(detail.minutes)} ago: a new one can take some minutes until it works everywhere.`,
        stepFirst: {
          action: 'send-test-email',
          text: 'If the secret was made just now, wait five minutes and choose Send test email.',
        },
      }
    case 'same-address':
      return {
        remark:
          'Both hold the same address: the user has it as user principal name, but the mailbox does not have it as an address.',
      }
    case 'token-outdated':
      return {
        explanation:
          'Microsoft 365 refuses the token because a policy or an account changed after the token was made. A fresh token works, so the next attempt signs in again.',
        nextSteps: [
          { action: 'wait', text: 'Wait for the next attempt: it uses a new token.' },
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
          'Exchange says that the mailbox is moving, but "Cross Server access" means that an item of one mailbox was asked for in another. Trying again does not help until the request names the right mailbox.',
        nextSteps: [
          {
            action: 'tell-developers',
            text: 'Have the developers make sure that the mailbox in the address and the item in it belong together.',
          },
          { action: 'wait', text: 'If the mailbox really moved in the last hours, wait until the move is done.' },
        ],
        actor: 'developer',
      }
    case 'secret-lost':
      return {
        title: 'The saved secret was lost. Enter the client secret again',
        explanation:
          'The client secret is stored encrypted, and this server no longer has the key that opens it. All other values are kept, but this bot sends nothing until the secret is entered again.',
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
      return { remark: `What kept it waiting last: ${remedies[detail.lastCause].title}.` }
    case 'held-after-restore':
      return {
        title: 'Sending is held after a restore',
        explanation:
          'The database of this server was restored from a backup, and sending is held until an owner releases it. Nothing was stored or sent.',
        nextSteps: [
          {
            action: 'release-sending',
            text: 'Make sure that no other server sends for these bots, then have an owner choose Send from here.',
          },
          { action: 'send-again', text: 'Then send the message again.' },
        ],
      }
  }
}

/** The words of a cause, with what is known beyond it. */
export function describeDetail(remedy: Remedy, detail: Detail): Remedy {
  const { remark, stepFirst, ...changes } = changeOf(detail)
  const changed = { ...remedy, ...changes }
  return {
    ...changed,
    explanation: remark === undefined ? changed.explanation : `${changed.explanation} ${remark}`,
    nextSteps: stepFirst === undefined ? changed.nextSteps : [stepFirst, ...changed.nextSteps],
  }
}

import { favour, remark, type Sharpener } from './verdict.ts'

/**
 * Our requests name User Email as the sender and User ID as the mailbox. If both are known, a refused sender means that
 * they do not belong together. Of a pasted error nothing is known, so it stays `send_as_denied`.
 */
export const sharpenSender: Sharpener = (verdict, _clues, { userEmail, userId }) => {
  if (verdict.candidates[0] !== 'send_as_denied' || !userEmail || !userId) return null
  const mismatch = favour(verdict, 'mailbox_mismatch')
  if (userEmail.toLowerCase() !== userId.toLowerCase()) return mismatch
  return remark({ ...mismatch, field: 'userEmail' }, { kind: 'same-address' })
}

import { favor, remark, type Sharpener } from './verdict.ts'

/**
 * Our requests name User Email as the sender and User ID as the mailbox. If both are known, a refused sender means that
 * they do not belong together. For a pasted error neither is known, so the cause stays `send_as_denied`.
 */
export const sharpenSender: Sharpener = (verdict, _clues, { userEmail, userId }) => {
  if (verdict.candidates[0] !== 'send_as_denied' || !userEmail || !userId) return null
  const mismatch = favor(verdict, 'mailbox_mismatch')
  if (userEmail.toLowerCase() !== userId.toLowerCase()) return mismatch
  return remark({ ...mismatch, field: 'userEmail' }, { kind: 'same-address' })
}

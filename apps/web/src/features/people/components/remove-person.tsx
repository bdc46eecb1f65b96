import type { PersonView } from '@office365-email/shared/person'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { peopleQuery } from '../api/people-query.ts'
import { removePerson } from '../api/remove-person.ts'
import { peopleTexts } from '../texts.ts'

const texts = peopleTexts.removal

interface RemovePersonProps {
  person: PersonView
  isYourself: boolean
  onRemoved: () => void
  onClose: () => void
}

export function RemovePerson({ person, isYourself, onRemoved, onClose }: RemovePersonProps) {
  const queryClient = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => removePerson(person.id),
    onSuccess: async () => {
      if (!isYourself) await queryClient.invalidateQueries({ queryKey: peopleQuery.queryKey })
      onRemoved()
    },
  })
  return (
    <ConfirmDialog
      title={texts.title(person.name)}
      action={peopleTexts.remove}
      keep={texts.keep}
      danger
      pending={isPending}
      error={error}
      onConfirm={() => mutate()}
      onClose={onClose}
    >
      <p>{texts.help}</p>
      {isYourself && (
        <p>
          <strong>{texts.yourself}</strong>
        </p>
      )}
    </ConfirmDialog>
  )
}

import { personEndpoints } from '@office365-email/shared/endpoints/people'
import type { PersonView } from '@office365-email/shared/person'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../ground/api-client.ts'
import { ConfirmMutation } from '../../../ground/components/confirm-mutation.tsx'
import { peopleQuery } from '../people-query.ts'
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
  const mutation = useMutation({
    mutationFn: () => call(personEndpoints.deletePerson, { params: { personId: person.id } }),
    onSuccess: async () => {
      if (!isYourself) await queryClient.invalidateQueries({ queryKey: peopleQuery.queryKey })
      onRemoved()
    },
  })
  return (
    <ConfirmMutation
      title={texts.title(person.name)}
      action={peopleTexts.remove}
      keep={texts.keep}
      danger
      mutation={mutation}
      onClose={onClose}
    >
      <p>{texts.help}</p>
      {isYourself && (
        <p>
          <strong>{texts.yourself}</strong>
        </p>
      )}
    </ConfirmMutation>
  )
}

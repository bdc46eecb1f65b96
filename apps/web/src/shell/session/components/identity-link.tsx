import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { beginIdentityLink, identityLinkQuery, removeIdentityLink } from '../api/identity-link.ts'
import { signInMethodsQuery } from '../api/sign-in-methods-query.ts'
import { sessionTexts } from '../texts.ts'
import classes from './identity-link.module.css'

const texts = sessionTexts.identityLink

/** Whether the identity provider signs you in, and the way to change that. Nothing if there is no provider. */
export function IdentityLink() {
  const queryClient = useQueryClient()
  const { data: methods } = useQuery(signInMethodsQuery)
  const { data: link } = useQuery({ ...identityLinkQuery, enabled: methods?.identityProvider === true })
  const begin = useMutation({
    mutationFn: () => beginIdentityLink(`${window.location.pathname}${window.location.search}`),
    onSuccess: (url) => window.location.assign(url),
  })
  const remove = useMutation({
    mutationFn: removeIdentityLink,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: identityLinkQuery.queryKey }),
  })
  if (!link) return null
  const error = begin.error ?? remove.error
  return (
    <div className={classes['link']}>
      {link.linked && <p className="small quiet">{texts.linked}</p>}
      {!link.linked && (
        <Button
          variant="default"
          size="xs"
          className={classes['button'] ?? ''}
          loading={begin.isPending || begin.isSuccess}
          onClick={() => begin.mutate()}
        >
          {texts.link}
        </Button>
      )}
      {link.linked && link.hasPassword && (
        <Button variant="default" size="xs" loading={remove.isPending} onClick={() => remove.mutate()}>
          {texts.unlink}
        </Button>
      )}
      {error && <ProblemNotice error={error} />}
    </div>
  )
}

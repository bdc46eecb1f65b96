import { Button } from '@mantine/core'
import { sessionEndpoints } from '@office365-email/shared/endpoints/session'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'react-router'
import { call } from '../../../ground/api-client.ts'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { identityLinkQuery, signInMethodsQuery } from '../queries.ts'
import { signInTexts } from '../sign-in-texts.ts'
import classes from './identity-link.module.css'

const texts = signInTexts.identityLink

/** Links or unlinks the identity provider. Renders nothing if there is no provider. */
export function IdentityLink() {
  const queryClient = useQueryClient()
  const { pathname, search } = useLocation()
  const { data: methods } = useQuery(signInMethodsQuery)
  const { data: link } = useQuery({ ...identityLinkQuery, enabled: methods?.identityProvider === true })
  const begin = useMutation({
    mutationFn: () => call(sessionEndpoints.beginIdentityLink, { body: { next: `${pathname}${search}` } }),
    onSuccess: ({ url }) => window.location.assign(url),
  })
  const remove = useMutation({
    mutationFn: () => call(sessionEndpoints.unlinkIdentity, {}),
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

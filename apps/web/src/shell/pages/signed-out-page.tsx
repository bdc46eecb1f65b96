import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { Loaded } from '../../ground/components/loaded.tsx'
import { Page } from '../../ground/components/page.tsx'
import { PageSkeleton } from '../../ground/components/page-skeleton.tsx'
import { HostSignIn } from '../session/components/host-sign-in.tsx'
import { IdentityProviderLink } from '../session/components/identity-provider-link.tsx'
import { SignInFailureNotice } from '../session/components/sign-in-failure-notice.tsx'
import { signInMethodsQuery } from '../session/queries.ts'
import { signInTexts } from '../session/sign-in-texts.ts'

const { notSignedIn } = signInTexts.host

/** In place of every page, if the pages are inside another dashboard and the person did not sign in there. */
export function SignedOutPage({ next }: { next: string }) {
  const query = useQuery(signInMethodsQuery)
  const [search] = useSearchParams()
  const failed = search.get('failed')
  return (
    <Page title={notSignedIn.title}>
      <SignInFailureNotice failed={failed} />
      <Loaded query={query} skeleton={<PageSkeleton />}>
        {({ hostSignInUrl, identityProvider }) =>
          hostSignInUrl === null ? (
            <p>{identityProvider ? notSignedIn.provider : notSignedIn.help}</p>
          ) : (
            <HostSignIn url={hostSignInUrl} next={next} stays={failed !== null} />
          )
        }
      </Loaded>
      {query.data?.identityProvider && <IdentityProviderLink next={next} primary={!query.data.hostSignInUrl} />}
    </Page>
  )
}

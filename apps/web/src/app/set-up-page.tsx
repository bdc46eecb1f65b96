import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { Notice } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { sessionQuery } from '../features/session/api/session-query.ts'
import { SetUpForm } from '../features/set-up-link/components/set-up-form.tsx'
import { setUpLinkTexts as texts } from '../features/set-up-link/texts.ts'
import { paths } from '../lib/paths.ts'
import classes from './sign-in-page.module.css'
import { appTexts } from './texts.ts'
import { useTokenOfFragment } from './use-token-of-fragment.ts'

export function SetUpPage() {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const token = useTokenOfFragment()
  const [refused, setRefused] = useState<string | null>(null)
  const isDead = token === '' || refused === token
  return (
    <main className={classes['page']}>
      <p className={classes['product']}>
        <img src="/favicon.svg" alt="" width={32} height={32} />
        {appTexts.product}
      </p>
      <div className={classes['card']}>
        <Page title={texts.title} intro={!isDead && <p className="quiet">{texts.intro}</p>}>
          {isDead ? (
            <Notice tone="bad" role="alert" title={texts.dead}>
              <p>{texts.deadHelp}</p>
            </Notice>
          ) : (
            <SetUpForm
              key={token}
              token={token}
              onRefused={() => setRefused(token)}
              onSignedIn={(user) => {
                queryClient.clear()
                queryClient.setQueryData(sessionQuery.queryKey, user)
                void navigate(paths.bots(), { replace: true })
              }}
            />
          )}
        </Page>
      </div>
    </main>
  )
}

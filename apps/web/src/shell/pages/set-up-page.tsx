import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { Notice } from '../../ground/components/notice.tsx'
import { Page } from '../../ground/components/page.tsx'
import { ownFile } from '../../ground/place.ts'
import { productName } from '../../ground/texts.ts'
import { useTokenOfFragment } from '../../ground/use-token-of-fragment.ts'
import { shellPaths } from '../paths.ts'
import { sessionQuery } from '../session/queries.ts'
import { SetUpForm } from '../set-up-link/components/set-up-form.tsx'
import { setUpLinkTexts as texts } from '../set-up-link/texts.ts'
import classes from './sign-in-page.module.css'

export function SetUpPage() {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const token = useTokenOfFragment()
  const [refused, setRefused] = useState<string | null>(null)
  const isDead = token === '' || refused === token
  return (
    <main className={classes['page']}>
      <p className={classes['product']}>
        <img src={ownFile('favicon.svg')} alt="" width={32} height={32} />
        {productName}
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
                void navigate(shellPaths.bots(), { replace: true })
              }}
            />
          )}
        </Page>
      </div>
    </main>
  )
}

import { Button } from '@mantine/core'
import { useRouteError } from 'react-router'
import { Page } from '../../ground/components/page.tsx'
import { appTexts } from '../texts.ts'

/** Shown for a page that could not be rendered or loaded. The rest of the shell stays usable. */
export function ErrorPage() {
  const error = useRouteError()
  const unloaded = error instanceof TypeError
  const { title, help, reload } = unloaded ? appTexts.unloaded : appTexts.broken
  return (
    <Page title={title} intro={<p>{help}</p>}>
      <div>
        <Button onClick={() => window.location.reload()}>{reload}</Button>
      </div>
    </Page>
  )
}

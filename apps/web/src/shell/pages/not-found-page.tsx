import { Link } from 'react-router'
import { Page } from '../../ground/components/page.tsx'
import { shellPaths } from '../paths.ts'
import { appTexts } from '../texts.ts'

export const NotFoundPage = () => (
  <Page title={appTexts.notFound.title} intro={<p>{appTexts.notFound.help}</p>}>
    <p>
      <Link to={shellPaths.bots()}>{appTexts.notFound.home}</Link>
    </p>
  </Page>
)

import { Link } from 'react-router'
import { Page } from '../components/page.tsx'
import { paths } from '../lib/paths.ts'
import { appTexts } from './texts.ts'

export const NotFoundPage = () => (
  <Page title={appTexts.notFound.title} intro={<p>{appTexts.notFound.help}</p>}>
    <p>
      <Link to={paths.bots()}>{appTexts.notFound.home}</Link>
    </p>
  </Page>
)

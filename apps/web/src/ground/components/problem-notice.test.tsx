import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { PageOutdated } from '../api-problem.ts'
import { renderPage } from '../testing/render-page.tsx'
import { ProblemNotice } from './problem-notice.tsx'

it('announces that a page is older than the server, and offers to reload instead of trying again', async () => {
  renderPage(<ProblemNotice error={new PageOutdated()} onRetry={() => {}} />)
  expect(await screen.findByRole('alert')).toHaveTextContent('This page is older than the server. Reload it.')
  expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Reload'])
})

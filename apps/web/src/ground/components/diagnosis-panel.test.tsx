import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import type { Failure } from '@office365-email/shared/diagnosis/diagnosis'
import { presentDiagnosis } from '@office365-email/shared/diagnosis/present-diagnosis'
import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderPage } from '../testing/render-page.tsx'
import { DiagnosisPanel, DiagnosisReader } from './diagnosis-panel.tsx'

const show = (failure: Failure) => renderPage(<DiagnosisPanel diagnosis={presentDiagnosis(diagnose(failure))} />)

it("shows Microsoft's words as such only if Microsoft said them", async () => {
  show({ raw: 'AADSTS7000222: The provided client secret keys are expired.' })
  expect(await screen.findByText('Microsoft’s words')).toBeInTheDocument()
  expect(screen.getByText(/with the help of your IT admin/)).toBeVisible()
})

it('shows what a network stack reports as an error text', async () => {
  show({ stage: 'network', raw: 'ECONNREFUSED: connect ECONNREFUSED 10.0.0.1:443' })
  expect(await screen.findByText('Error text')).toBeInTheDocument()
  expect(screen.queryByText(/Microsoft’s/)).not.toBeInTheDocument()
})

it('shows no error text for a failure of this server, and says who has to act', async () => {
  show({ ownCause: 'sending_off' })
  expect(await screen.findByText(/The operator of this server has to do this/)).toBeVisible()
  expect(screen.queryByText('Error text')).not.toBeInTheDocument()
  expect(screen.queryByText(/Microsoft’s/)).not.toBeInTheDocument()
})

it('tells an IT admin what to do themselves', async () => {
  const failure = { raw: 'AADSTS7000222: The provided client secret keys are expired.' }
  renderPage(
    <DiagnosisReader value="it-admin">
      <DiagnosisPanel diagnosis={presentDiagnosis(diagnose(failure))} />
    </DiagnosisReader>,
  )
  expect(await screen.findByText(/Certificates & secrets, choose New client secret/)).toBeVisible()
  expect(screen.queryByText(/your IT admin/i)).not.toBeInTheDocument()
})

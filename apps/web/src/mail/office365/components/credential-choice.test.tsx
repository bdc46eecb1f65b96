import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { renderMailPage } from '../../testing/render-mail-page.tsx'
import { CredentialChoice } from './credential-choice.tsx'

it('offers three ways, each with its explanation, and says that Entra must reach this server', async () => {
  const onChange = vi.fn()
  renderMailPage(<CredentialChoice kind="client-secret" cloud="global" onChange={onChange} />)
  const options = await screen.findAllByRole('radio')
  expect(options.map((option) => option.closest('label')?.textContent)).toEqual([
    'Client secret',
    'Certificate',
    'Federated credential',
  ])
  expect(screen.getByRole('radio', { name: 'Client secret' })).toBeChecked()
  const federated = screen.getByRole('radio', { name: 'Federated credential' })
  expect(federated).toHaveAccessibleDescription(/reach this server over the internet/)
  await userEvent.click(federated)
  expect(onChange).toHaveBeenCalledExactlyOnceWith('federated')
})

it('says why there is no federated credential in a cloud with an unknown audience', async () => {
  renderMailPage(<CredentialChoice kind="client-secret" cloud="govsg" onChange={() => undefined} />)
  expect(await screen.findByRole('group')).toHaveAccessibleDescription(/not known what Entra requires/)
  expect(screen.getAllByRole('radio')).toHaveLength(2)
})

it('says why the choice of saved values cannot be changed', async () => {
  renderMailPage(<CredentialChoice kind="certificate" cloud="global" onChange={() => undefined} locked />)
  expect(await screen.findByRole('group')).toHaveAccessibleDescription(/reset the configuration/)
  for (const option of screen.getAllByRole('radio')) expect(option).toBeDisabled()
})

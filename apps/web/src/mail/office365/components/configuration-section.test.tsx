import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, describe, expect, it } from 'vitest'
import { certificateView, lockedView, unconfiguredView, unlockedView } from '../../../ground/testing/example-view.ts'
import { renderMailPage } from '../../testing/render-mail-page.tsx'
import { loadOtherParts } from '../configuration-parts.ts'
import type { Draft } from '../use-draft.ts'
import { ConfigurationSection } from './configuration-section.tsx'

const labels = ['User Email', 'Client ID', 'Tenant ID', 'Client Secret Key', 'User ID']

const noDraft: Draft = { values: {}, doneSteps: [], state: 'kept', changeValues: () => {}, setDone: () => {} }

const renderSection = (view = unconfiguredView, draft = noDraft) =>
  renderMailPage(<ConfigurationSection view={view} draft={draft} resetFirst={false} />)

// The page shows the section once it has the code of its state.
beforeAll(loadOtherParts)

describe('the empty form', () => {
  it('labels each of the five values only with its name', async () => {
    renderSection()
    for (const label of labels) expect(await screen.findByLabelText(label)).toBeEnabled()
  })
  it('names every missing value, links to it and focuses the first', async () => {
    renderSection()
    await userEvent.click(await screen.findByRole('button', { name: 'Submit' }))
    expect(screen.getByText('5 values need attention')).toBeVisible()
    expect(screen.getByLabelText('User Email')).toHaveFocus()
    await userEvent.click(screen.getByRole('link', { name: 'Tenant ID' }))
    expect(screen.getByLabelText('Tenant ID')).toHaveFocus()
    expect(screen.getByLabelText('Tenant ID')).toHaveAccessibleDescription(/Enter the Tenant ID/)
  })
  it('recognizes a pasted Secret ID immediately and removes the fault when the value is pasted', async () => {
    renderSection()
    const secret = await screen.findByLabelText('Client Secret Key')
    await userEvent.click(secret)
    await userEvent.paste('3f2504e0-4f89-41d3-9a0c-0305e82c3301')
    expect(secret).toHaveAccessibleDescription(/This is the Secret ID/)
    await userEvent.clear(secret)
    await userEvent.paste('aZ8~q_some.value')
    expect(secret).not.toHaveAccessibleDescription(/This is the Secret ID/)
  })
  it('normalizes a value when its field loses focus, and shows a note about it', async () => {
    renderSection()
    const clientId = await screen.findByLabelText('Client ID')
    await userEvent.type(clientId, '  3F2504E0-4F89-41D3-9A0C-0305E82C3301 ')
    await userEvent.tab()
    expect(clientId).toHaveValue('3f2504e0-4f89-41d3-9a0c-0305e82c3301')
    await userEvent.type(screen.getByLabelText('User ID'), 'bot@contoso.com')
    expect(screen.getByLabelText('User ID')).toHaveAccessibleDescription(/The object ID never changes/)
  })
})

describe('a locked configuration', () => {
  it('shows the values, disabled and with the reason, and no secret', async () => {
    renderSection(lockedView)
    expect(await screen.findByText('Locked')).toBeVisible()
    for (const label of labels) expect(screen.getByLabelText(label)).toBeDisabled()
    expect(screen.getByLabelText('Client Secret Key')).toHaveValue('')
    expect(screen.getByLabelText('Client Secret Key')).toHaveAccessibleDescription(
      'Saved on 3 May 2026, expires 3 May 2027.',
    )
    expect(screen.getByRole('group', { name: 'Configuration' })).toHaveAccessibleDescription(/Reset to enter others/)
    expect(screen.queryByRole('button', { name: 'Submit' })).not.toBeInTheDocument()
  })
})

describe('a configuration that a program saved', () => {
  it('says so, and which key it used', async () => {
    renderSection({ ...lockedView, savedBy: { kind: 'service-key', id: 'k1', name: 'provisioner' } })
    expect(await screen.findByText('Last changed by the key “provisioner”')).toBeVisible()
    expect(screen.getByRole('link', { name: 'Service keys' })).toHaveAttribute('href', '/host/keys')
  })
  it('is not mentioned if a person saved it', async () => {
    renderSection(lockedView)
    expect(await screen.findByText('Locked')).toBeVisible()
    expect(screen.queryByText(/Last changed by the key/)).not.toBeInTheDocument()
  })
})

describe('an unlocked configuration', () => {
  it('says that the saved one keeps sending, and keeps its secret', async () => {
    renderSection(unlockedView)
    expect(await screen.findByText('The saved configuration keeps sending until you submit')).toBeVisible()
    expect(screen.getByLabelText('Client Secret Key')).toHaveAccessibleDescription(/Leave empty to keep the saved one/)
    expect(screen.getByLabelText('Client Secret Key')).not.toBeRequired()
  })
  it('asks for the secret again after the tenant has changed', async () => {
    renderSection(unlockedView)
    const tenant = await screen.findByLabelText('Tenant ID')
    await userEvent.clear(tenant)
    await userEvent.type(tenant, 'fabrikam.com')
    expect(screen.getByLabelText('Client Secret Key')).toHaveAccessibleDescription(/belongs to another tenant/)
    await userEvent.click(screen.getByRole('button', { name: 'Submit' }))
    expect(within(screen.getByRole('list')).getByText(/Enter the Client Secret Key/)).toBeVisible()
  })
  it('clears the saved expiry date when a new secret is entered', async () => {
    renderSection(unlockedView)
    const date = await screen.findByLabelText('Client secret expires on')
    expect(date).toHaveValue('2027-05-03')
    await userEvent.type(screen.getByLabelText('Client Secret Key'), 'n')
    expect(date).toHaveValue('')
  })
})

describe('an app that signs in without a client secret', () => {
  const choose = async (name: string) => {
    await userEvent.click(await screen.findByText(/Choose another way/))
    await userEvent.click(await screen.findByRole('radio', { name }))
  }
  it('needs four values, and the choice is kept in the draft', async () => {
    const kept: unknown[] = []
    renderSection(unconfiguredView, { ...noDraft, changeValues: (values) => kept.push(values) })
    await choose('Certificate')
    expect(screen.queryByLabelText('Client Secret Key')).toBeNull()
    expect(screen.queryByLabelText('Client secret expires on')).toBeNull()
    expect(screen.getByRole('radio', { name: 'Made by this server' })).toBeChecked()
    expect(screen.getByLabelText('Valid for')).toHaveValue('12')
    await userEvent.click(screen.getByRole('button', { name: 'Submit' }))
    expect(screen.getByText('4 values need attention')).toBeVisible()
    expect(kept.at(-1)).toEqual({ credentialKind: 'certificate' })
  })
  it('starts with the way that was chosen in another step, and says nothing of restored values', async () => {
    renderSection(unconfiguredView, { ...noDraft, values: { credentialKind: 'federated' } })
    expect(await screen.findByText(/Submit shows the three values/)).toBeVisible()
    expect(screen.queryByText(/are back/)).toBeNull()
  })
  it('takes an own certificate like a secret, names what is missing, and forgets it with the next choice', async () => {
    const kept: unknown[] = []
    renderSection(unlockedView, { ...noDraft, changeValues: (values) => kept.push(values) })
    await choose('Certificate')
    await userEvent.click(screen.getByRole('radio', { name: 'Your own' }))
    await userEvent.click(screen.getByRole('button', { name: 'Submit' }))
    const pem = screen.getByLabelText('Certificate and private key')
    expect(pem).toHaveFocus()
    expect(pem).toHaveAccessibleDescription(/Paste the certificate and its private key/)
    expect(pem).toHaveAttribute('autocomplete', 'off')
    await userEvent.type(pem, 'private')
    await userEvent.type(screen.getByLabelText('Password of the private key'), 'opens it')
    expect(pem).not.toHaveAttribute('aria-invalid', 'true')
    expect(JSON.stringify(kept)).not.toMatch(/private|opens it/)
    await userEvent.click(screen.getByRole('radio', { name: 'Made by this server' }))
    await userEvent.click(screen.getByRole('radio', { name: 'Your own' }))
    expect(screen.getByLabelText('Certificate and private key')).toHaveValue('')
    expect(screen.getByLabelText('Password of the private key')).toHaveValue('')
  })
  it('offers to keep the current certificate, but not for another app', async () => {
    renderSection({ ...certificateView, state: 'unlocked' })
    expect(await screen.findByRole('radio', { name: 'Keep the current certificate' })).toBeChecked()
    await userEvent.clear(screen.getByLabelText('Client ID'))
    expect(screen.queryByRole('radio', { name: 'Keep the current certificate' })).toBeNull()
    expect(screen.getByRole('radio', { name: 'Made by this server' })).toBeChecked()
  })
  it('takes no client secret from a pasted text', async () => {
    renderSection(unconfiguredView, { ...noDraft, values: { credentialKind: 'certificate' } })
    await userEvent.click(await screen.findByLabelText('Paste all values at once'))
    await userEvent.paste('USER_EMAIL=bot@contoso.com\nCLIENT_SECRET=abc8Q~defghijklmnopqrstuvwxyz0123456789a')
    expect(await screen.findByText(/there is no client secret/)).toBeVisible()
    expect(screen.getByText('Filled in: User Email')).toBeVisible()
  })
})

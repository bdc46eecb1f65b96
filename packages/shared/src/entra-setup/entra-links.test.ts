import { describe, expect, it } from 'vitest'
import { nationalCloudNames, nationalClouds } from '../national-cloud.ts'
import { makeEntraLinks } from './entra-links.ts'
import { exampleIds } from './testing/example-setup.ts'

const { clientId, tenantId, userId } = exampleIds
const enterpriseAppObjectId = '5b0c1a52-99d0-4b4a-8a3e-0d5c2f1e7a90'
const all = { cloud: 'global', clientId, tenantId, userId, enterpriseAppObjectId } as const

describe('makeEntraLinks', () => {
  it('returns links to the pages of the app, the user and the enterprise application', () => {
    expect(makeEntraLinks(all)).toEqual({
      appList: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
      registerApp:
        'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/CreateApplicationBlade/quickStartType~/null/isMSAApp~/false',
      appOverview: `https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Overview/appId/${clientId}`,
      apiPermissions: `https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/CallAnAPI/appId/${clientId}`,
      certificatesAndSecrets: `https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Credentials/appId/${clientId}`,
      userProfile: `https://entra.microsoft.com/#view/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/${userId}`,
      enterpriseApp: `https://entra.microsoft.com/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Overview/objectId/${enterpriseAppObjectId}/appId/${clientId}`,
      adminConsent: `https://login.microsoftonline.com/${tenantId}/adminconsent?client_id=${clientId}`,
      exchangeAdminCenter: 'https://admin.exchange.microsoft.com',
      messageTrace: 'https://admin.exchange.microsoft.com/#/messagetrace',
    })
  })

  it.each(nationalCloudNames)('stays on the hosts of the cloud %s', (cloud) => {
    const links = makeEntraLinks({ ...all, cloud })
    const { entraUrl } = nationalClouds[cloud]
    const origins = [links.appList, links.appOverview].map((link) => link?.split('/#view/')[0] ?? null)
    expect(origins).toEqual([entraUrl, entraUrl])
    expect(links.adminConsent?.startsWith(`${nationalClouds[cloud].loginUrl}/`)).toBe(true)
  })

  it('returns no link to Exchange if its address is not documented', () => {
    expect(makeEntraLinks({ ...all, cloud: 'china' }).messageTrace).toBeNull()
  })

  it('accepts a verified domain as the tenant for admin consent', () => {
    expect(makeEntraLinks({ ...all, tenantId: 'Contoso.com' }).adminConsent).toContain('.com/contoso.com/adminconsent')
  })

  it.each([
    '',
    ' ',
    'x',
    '../../evil',
    'javascript:alert(1)',
    `${clientId}/../x`,
    `${clientId}\n`.repeat(2),
    '%2e%2e',
    "'",
  ])('returns no link for %j', (value) => {
    const links = makeEntraLinks({
      cloud: 'global',
      clientId: value,
      tenantId: value,
      userId: value,
      enterpriseAppObjectId: value,
    })
    const { appList, registerApp, exchangeAdminCenter, messageTrace, ...specific } = links
    expect(
      [appList, registerApp, exchangeAdminCenter, messageTrace].every((link) => link?.startsWith('https://')),
    ).toBe(true)
    expect(Object.values(specific)).toEqual(Object.values(specific).map(() => null))
  })
})

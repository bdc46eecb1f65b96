import { describe, expect, it } from 'vitest'
import { type Office365Field, office365Fields } from './office365-fields.ts'
import { findEqualIds, readOffice365Field } from './read-office365-field.ts'

const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'

const remedyOf = (field: Office365Field, text: string): string => {
  const reading = readOffice365Field(field, text)
  return 'remedy' in reading ? reading.remedy : ''
}

const secret = 'abc8Q~defghijklmnopqrstuvwxyz0123456789a'
const login = 'https://login.microsoftonline.com'

const readingOf = (field: Office365Field, text: string) => {
  const reading = readOffice365Field(field, text)
  return 'value' in reading ? reading.value : reading
}

describe('a pasted value', () => {
  it.each([
    ['clientId', `  {${id.toUpperCase()}}\n`, id],
    ['clientId', id.replaceAll('-', '‑'), id],
    ['tenantId', id, id],
    ['tenantId', ' Contoso.onmicrosoft.COM ', 'contoso.onmicrosoft.com'],
    ['tenantId', 'bücher.example', 'xn--bcher-kva.example'],
    ['userId', 'Bot@Contoso.com', 'Bot@contoso.com'],
    ['userEmail', '\tbot@contoso.com ', 'bot@contoso.com'],
    ['clientSecret', ' abc8Q~x.y_z-1 2+/=&% \r\n', 'abc8Q~x.y_z-1 2+/=&%'],
  ] as const)('for %s is read from %j as %j', (field, text, value) => {
    expect(readingOf(field, text)).toEqual(value)
  })

  const invisible = [
    '\u200b',
    '\u200d',
    '\ufeff',
    '\u00ad',
    '\u00a0',
    '\u2060',
    '\u202a',
    '\u3164',
    '\ufe0f',
    '\u2800',
    '\u0000',
  ]
  it.each(invisible)(
    'loses the invisible character %j before, after and inside it, and a note says so',
    (character) => {
      const values = { userEmail: 'bot@contoso.com', clientId: id, tenantId: id, clientSecret: secret, userId: id }
      for (const field of office365Fields) {
        const value = values[field]
        for (const text of [`${character}${value}`, `${value}${character}${character} `])
          expect(readOffice365Field(field, text)).toEqual({ value, note: expect.stringContaining('nvisible') })
      }
      const older = 'Xk[9@w]Lq/2Zt+=:pP.4_vB7'
      for (const value of [secret, older])
        expect(readingOf('clientSecret', `${value.slice(0, 9)}${character}${value.slice(9)}`)).toBe(value)
    },
  )

  it.each([
    ...[`"${id}"`, `“${id}”`, `<${id}>`, `(${id}).`, `${id},`, `'${id}';`, `urn:uuid:${id}`, `\`${id}\``].flatMap(
      (text) => (['clientId', 'tenantId', 'userId'] as const).map((field) => [field, text, id] as const),
    ),
    ['clientId', `Client ID: ${id}`, id],
    ['clientId', `Application (client) ID\t${id}`, id],
    ['clientId', `export AZURE_CLIENT_ID="${id}"`, id],
    ['clientId', `"appId": "${id.toUpperCase()}",`, id],
    ['clientId', `api://${id}`, id],
    ['clientId', `${id.slice(0, 24)}\n  ${id.slice(24)}`, id],
    [
      'clientId',
      `https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Overview/appId/${id}/isMSAApp~/false`,
      id,
    ],
    ['tenantId', `Directory (tenant) ID: ${id}`, id],
    ['tenantId', 'Tenant: contoso.onmicrosoft.com.', 'contoso.onmicrosoft.com'],
    ['tenantId', '@contoso.com', 'contoso.com'],
    ['userId', `Object ID: ${id}`, id],
    [
      'userId',
      `https://entra.microsoft.com/#view/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/${id}`,
      id,
    ],
    ['userId', 'Bot <bot@contoso.com>', 'bot@contoso.com'],
    ['userEmail', '<bot@contoso.com>,', 'bot@contoso.com'],
    ['userEmail', '"bot@contoso.com".', 'bot@contoso.com'],
    ['userEmail', 'mailto:bot@contoso.com?subject=Hello', 'bot@contoso.com'],
    ['userEmail', 'SMTP:bot@contoso.com', 'bot@contoso.com'],
    ['userEmail', 'User Email: bot@contoso.com', 'bot@contoso.com'],
    ['userEmail', "Bot <o'brien+tag@mail.contoso.com>", "o'brien+tag@mail.contoso.com"],
    ['userEmail', "mailto:o'brien@contoso.com?subject=x", "o'brien@contoso.com"],
    ['userEmail', "'o'brien@contoso.com'", "o'brien@contoso.com"],
    ['userEmail', 'Bot <sales/eu=1@contoso.com>', 'sales/eu=1@contoso.com'],
    ['userEmail', 'User Email: a*b@contoso.com', 'a*b@contoso.com'],
    ['userEmail', '"USER_EMAIL=bot@contoso.com"', 'bot@contoso.com'],
    ['userEmail', '**bot@contoso.com**', 'bot@contoso.com'],
    ['userEmail', 'https://login.example.com/?login_hint=bot@contoso.com', 'bot@contoso.com'],
    ['clientSecret', `"${secret}"`, secret],
    ['clientSecret', `${secret},`, secret],
    ['clientSecret', `${secret}.`, secret],
    ['clientSecret', `Value: ${secret}`, secret],
    ['clientSecret', `CLIENT_SECRET='${secret}'`, secret],
    ['clientSecret', `"clientSecret": "Xk[9@w]Lq/2Zt+=:pP.4_vB7",`, 'Xk[9@w]Lq/2Zt+=:pP.4_vB7'],
    ['clientSecret', 'AZURE_CLIENT_SECRET=Xk[9@w]Lq/2Zt+=:pP.4_vB7', 'Xk[9@w]Lq/2Zt+=:pP.4_vB7'],
    ['clientSecret', 'Client secret (Value): Xk[9@w]Lq/2Zt+=:pP.4_vB7', 'Xk[9@w]Lq/2Zt+=:pP.4_vB7'],
    ['clientSecret', `${secret}\t${id}`, secret],
    ['clientSecret', "Client secret: 'Xk[9@w]Lq/2Zt+=:pP.4_vB7'", 'Xk[9@w]Lq/2Zt+=:pP.4_vB7'],
  ] as const)('for %s is read out of %j, and a note says so', (field, text, value) => {
    expect(readOffice365Field(field, text)).toEqual({ value, note: expect.stringMatching(/kept|^$/) })
  })

  it.each([
    ['clientSecret', `p8+/=[]{}:;?*@!'"abcdefghijklmno`],
    ['clientSecret', '[abcdefghijklmnopqrstuvwxyz01234]'],
    ['clientSecret', "'abcdefghijklmnopqrstuvwxyz0123"],
    ['clientSecret', 'abcsecret=abcdefghijklmnopqrstuvwx'],
    ['clientSecret', 'xKey:=abcdefghijklmnopqrst'],
    ['clientSecret', 'ab...cdefghijklmnopqrstuvwxyz0123'],
    ['clientSecret', 'ab***cdefghijklmnopqrstuvwxyz0123'],
    ['clientSecret', '*:abcdefghijklmnopqrstuvwxyz01***'],
    ['tenantId', 'common.example.com'],
    ['tenantId', 'organizations.contoso.com'],
    ['tenantId', 'mail.office.fr'],
    ['tenantId', 'box.windows.de'],
    ['tenantId', 'windows.contoso.onmicrosoft.com'],
  ] as const)('for %s stays %j, which is valid although it looks like something else', (field, text) => {
    expect(readOffice365Field(field, text)).toEqual({ value: text })
  })

  it.each([`"abcdefghijklmnopqrstuvwxyz01234"`, 'secret=abcdefghijklmnopqrstuvwxyz01'])(
    'for clientSecret can be %s if it is entered in quotation marks',
    (text) => {
      expect(readingOf('clientSecret', `"${text}"`)).toBe(text)
    },
  )

  it.each([
    `${login}/${id}/oauth2/v2.0/token`,
    `${login}/${id}/v2.0/.well-known/openid-configuration`,
    `https://login.microsoftonline.us/${id}`,
    `https://login.partner.microsoftonline.cn/${id}/oauth2/authorize?x=y`,
    `https://login.chinacloudapi.cn/${id}/`,
    `https://login.sovcloud-identity.fr/${id}/v2.0`,
    `https://login.windows.net/${id}`,
    `login.microsoftonline.com/${id}/`,
    `Issuer: https://sts.windows.net/${id.toUpperCase()}/`,
    `"${login}/${id}/",`,
    `${login}/common/adminconsent?tenant=${id}&admin_consent=True`,
    `https://portal.azure.com/${id}#view/Microsoft_AAD_IAM`,
    `https://portal.azure.com/#@${id}/resource/subscriptions`,
    `https://entra.microsoft.com/?tenantId=${id}#home`,
    `https://entra.microsoft.com/#view/Overview/tenantId/${id}`,
  ])('for tenantId is read out of the address %j', (text) => {
    expect(readingOf('tenantId', text)).toBe(id)
  })

  it.each([
    `${login}/contoso.onmicrosoft.com/oauth2/v2.0/token`,
    'https://portal.azure.com/contoso.onmicrosoft.com',
    'https://portal.azure.com/#@contoso.onmicrosoft.com/resource',
    'https://contoso.onmicrosoft.com/',
  ])('for tenantId is the domain in the address %j', (text) => {
    expect(readingOf('tenantId', text)).toBe('contoso.onmicrosoft.com')
  })

  it.each([
    ['clientSecret', id, /Secret ID/],
    ['clientSecret', `Secret ID: {${id}}`, /Secret ID/],
    ...[
      '••••••••',
      '********',
      'abc****',
      'abc******************',
      'abc•••',
      'abc…',
      'abc...',
      'a1~**',
      '∙∙∙',
      '●',
      '\u200babc****',
    ].map((text) => ['clientSecret', text, /hidden secret.*create a new client secret/] as const),
    ['clientSecret', 'a\nb', /one line/],
    ['clientSecret', 'ab\ud800cd', /one line/],
    ['clientSecret', 'x'.repeat(1025), /longer/],
    ['clientId', 'bot@contoso.com', /mail address/],
    ['clientId', `Object ID: ${id}`, /hexadecimal/],
    ['clientId', `Secret ID: ${id}`, /hexadecimal/],
    ['clientId', `${id}${id}`, /hexadecimal/],
    ['clientId', `1${id}`, /hexadecimal/],
    ['clientId', `${login}/${id}/oauth2/token`, /hexadecimal/],
    ['clientId', '00000000-0000-0000-0000-000000000000', /hexadecimal/],
    ['clientId', '３f2504e0-4f89-41d3-9a0c-0305e82c3301', /hexadecimal/],
    ...['common', 'Organizations', ' consumers ', `${login}/common/oauth2/v2.0/token`].map(
      (text) => ['tenantId', text, /all organizations.*domain of your organization works/] as const,
    ),
    ...[
      'login.microsoftonline.com',
      login,
      'https://contoso.sharepoint.com',
      'contoso.sharepoint.com/sites/a.b',
      'https://portal.azure.com/#home',
    ].map((text) => ['tenantId', text, /does not name your organization.*domain of your organization works/] as const),
    ['tenantId', `https://entra.microsoft.com/#view/Overview/appId/${id}`, /does not name your organization/],
    ['tenantId', `Client ID: ${id}`, /hexadecimal/],
    ['tenantId', '..', /hexadecimal/],
    ['tenantId', 'contoso.com/../x', /hexadecimal/],
    ['tenantId', '%2e%2e', /hexadecimal/],
    ['tenantId', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2lnbmF0dXJl0', /hexadecimal/],
    ['tenantId', 'Pass.word-of.mine7', /hexadecimal/],
    ['tenantId', 'ada@contoso.com', /mail address.*domain of your organization works/],
    ['userId', '../../me', /Object ID/],
    ['userId', 'me', /Object ID/],
    ['userEmail', id, /This is an ID/],
    ['userEmail', '"a@evil.com x"@contoso.com', /address/],
    ['userEmail', 'a@contoso.com, b@contoso.com', /address/],
    ['userEmail', 'a@b@contoso.com', /address/],
    ['userEmail', 'ada@contoso', /address/],
    ['userEmail', '', /Enter the User Email/],
    ['clientSecret', '\u200b\ufeff', /Enter the Client Secret Key/],
  ] as const)('for %s is refused for %j with a remedy', (field, text, remedy) => {
    expect(remedyOf(field, text)).toMatch(remedy)
  })

  it('is not repeated in the remedy', () => {
    for (const field of ['userEmail', 'clientId', 'tenantId', 'userId'] as const)
      expect(remedyOf(field, 'canary value?')).not.toContain('canary')
  })
})

describe('the IDs', () => {
  it('are reported if two are equal', () => {
    expect(findEqualIds({ clientId: id, tenantId: id }).map(({ field }) => field)).toEqual(['clientId'])
    expect(findEqualIds({ clientId: id, userId: id }).map(({ field }) => field)).toEqual(['userId'])
  })

  it('do not count as equal if they are missing', () => {
    expect(findEqualIds({})).toEqual([])
    expect(findEqualIds({ clientId: '', tenantId: '' })).toEqual([])
  })
})

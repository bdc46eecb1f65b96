import { describe, expect, it } from 'vitest'
import { parsePastedValues } from './parse-pasted-values.ts'
import { exampleIds } from './testing/example-setup.ts'

const { clientId, tenantId, userId } = exampleIds
const secretId = '12345678-1234-4234-8234-123456789012'
const clientSecret = 'abc8Q~defghijklmnopqrstuvwxyz0123456789a'
const userEmail = 'bot@contoso.com'
const five = { userEmail, clientId, tenantId, clientSecret, userId }

const valuesOf = (text: string) => parsePastedValues(text).values
const namesIgnored = (text: string) => parsePastedValues(text).ignored.map(({ name }) => name)
const json = (value: unknown) => JSON.stringify(value, null, 2)

it('reads a secret to its end, even if it contains words by chance', () => {
  const wordy = 'abc8Q~of.client_id-secret.value~mail-upn~01'.padEnd(40, 'x').slice(0, 40)
  for (const text of [`CLIENT_SECRET=${wordy}`, `Client secret value: ${wordy}`, `Secret: ${wordy}, valid for a year`])
    expect(valuesOf(text)).toEqual({ clientSecret: wordy })
})

describe('parsePastedValues reads', () => {
  it.each<[string, string, object]>([
    [
      'the block that the scripts print',
      `----- Paste this block into the form -----\n\nUser Email: ${userEmail}\nClient ID: ${clientId}\nTenant ID: ${tenantId}\nClient Secret Key: ${clientSecret}\nUser ID: ${userId}\nSecret expires: 2027-05-03\nCloud: us-government\n\n----- End of the block -----\nObject ID of the enterprise application, for the restriction: ${secretId}`,
      { ...five, secretExpiresOn: '2027-05-03', cloud: 'us-government' },
    ],
    [
      'az ad app credential reset',
      json({ appId: clientId, password: clientSecret, tenant: tenantId }),
      { clientId, tenantId, clientSecret },
    ],
    [
      'az ad sp create-for-rbac',
      `WARNING: The output includes credentials\n${json({ appId: clientId, displayName: 'x', password: clientSecret, tenant: tenantId })}`,
      { clientId, tenantId, clientSecret },
    ],
    [
      'az ad sp create-for-rbac --sdk-auth',
      json({
        clientId,
        clientSecret,
        subscriptionId: secretId,
        tenantId,
        galleryEndpointUrl: 'https://gallery.azure.com',
      }),
      { clientId, clientSecret, tenantId },
    ],
    [
      'az ad app create, without its object ID and credentials',
      json({
        appId: clientId,
        id: userId,
        passwordCredentials: [{ endDateTime: '2027-01-01T00:00:00Z', keyId: secretId, hint: 'abc' }],
      }),
      { clientId },
    ],
    ['az ad user show', json({ id: userId, mail: userEmail, userPrincipalName: userEmail }), { userEmail, userId }],
    [
      'a secret of Microsoft Graph with its end',
      json({ endDateTime: '2027-05-03T10:00:00Z', keyId: secretId, secretText: clientSecret, hint: 'abc' }),
      { clientSecret, secretExpiresOn: '2027-05-03' },
    ],
    [
      'several answers of az, one after the other',
      `$ az ad app credential reset\n${json({ appId: clientId, password: clientSecret, tenant: tenantId })}\n$ az ad user show\n${json({ id: userId, userPrincipalName: userEmail })}`,
      five,
    ],
    [
      'settings of an app service',
      json([
        { name: 'CLIENT_ID', value: clientId },
        { name: 'TENANT_ID', value: tenantId },
      ]),
      { clientId, tenantId },
    ],
    [
      'appsettings.json',
      json({ AzureAd: { ClientId: clientId, TenantId: tenantId, ClientSecret: clientSecret } }),
      { clientId, tenantId, clientSecret },
    ],
    ['JSON that was cut off', `"appId": "${clientId}",\n"tenant": "${tenantId}",`, { clientId, tenantId }],
    [
      'environment variables',
      `export AZURE_CLIENT_ID="${clientId}"\nAZURE_TENANT_ID=${tenantId} # directory\nset AZURE_CLIENT_SECRET='${clientSecret}'\n$env:MAIL_USER_ID = "${userId}"\nSENDER_ADDRESS=${userEmail}`,
      five,
    ],
    [
      'YAML',
      `client_id: ${clientId}\ntenant-id: "${tenantId}"\nclientSecret: ${clientSecret}`,
      { clientId, tenantId, clientSecret },
    ],
    [
      'lists of Microsoft Graph PowerShell',
      `Id                : ${userId}\nUserPrincipalName : ${userEmail}\nMail              :\n\nAppId : ${clientId}\nId    : ${secretId}\n\nSecretText : ${clientSecret}\nKeyId : ${secretId}`,
      { userEmail, userId, clientId, clientSecret },
    ],
    [
      'a table of Microsoft Graph PowerShell',
      `DisplayName Id                                   Mail            UserPrincipalName\n----------- --                                   ----            -----------------\nBot         ${userId} ${userEmail} ${userEmail}`,
      { userEmail, userId },
    ],
    [
      'a mailbox of Exchange Online',
      `ExternalDirectoryObjectId : ${userId}\nPrimarySmtpAddress : ${userEmail}`,
      { userEmail, userId },
    ],
    [
      'a table of Azure CLI',
      `AppId                                 Password                                  Tenant\n------------------------------------  ----------------------------------------  ------------------------------------\n${clientId}  ${clientSecret}  ${tenantId}`,
      { clientId, clientSecret, tenantId },
    ],
    [
      'the Overview of an app, label and value on lines of their own',
      `Display name\n:\nSupport\nApplication (client) ID\n:\n${clientId}\nObject ID\n:\n${userId}\nDirectory (tenant) ID\n:\n${tenantId}`,
      { clientId, tenantId },
    ],
    [
      'rows of the portal with tabs',
      `Application (client) ID\t${clientId}\nDirectory (tenant) ID\t${tenantId}`,
      { clientId, tenantId },
    ],
    [
      'the table of client secrets',
      `Description\tExpires\tValue\tSecret ID\nbot\t5/13/2027\t${clientSecret}\t${secretId}`,
      { clientSecret, secretExpiresOn: '2027-05-13' },
    ],
    [
      'a user page',
      `User principal name\n${userEmail}\nObject ID\n${userId}\nUser type\nMember`,
      { userEmail, userId },
    ],
    [
      'a quoted mail with bullets',
      `Hi Bob,\n\n> - Client ID: ${clientId}\n> - the tenant id is ${tenantId}.\n> • **Client secret:** \`${clientSecret}\`\n> 4. Object ID of the mailbox user: {${userId}}\n> Mailbox: Bot <${userEmail}>\n\nRegards, Ada ada@contoso.com`,
      five,
    ],
    [
      'all on one line',
      `Client ID: ${clientId}, Tenant ID: ${tenantId}; Secret: ${clientSecret}, User ID: ${userId}`,
      { clientId, tenantId, clientSecret, userId },
    ],
    ['a Markdown table', `| Client ID | Tenant ID |\n|---|---|\n| ${clientId} | ${tenantId} |`, { clientId, tenantId }],
    [
      'a Markdown table on its side',
      `| Name | Value |\n|--|--|\n| Client ID | ${clientId} |\n| Tenant ID | contoso.onmicrosoft.com |`,
      { clientId, tenantId: 'contoso.onmicrosoft.com' },
    ],
    ['CSV', `"Client ID","Tenant ID"\n"${clientId}","${tenantId}"`, { clientId, tenantId }],
    [
      'German labels',
      `Anwendungs-ID (Client): ${clientId}\nVerzeichnis-ID (Mandant): ${tenantId}\nGeheimer Clientschlüssel: ${clientSecret}\nLäuft ab am: 03.05.2027`,
      { clientId, tenantId, clientSecret, secretExpiresOn: '2027-05-03' },
    ],
    [
      'French labels',
      `ID d’application (client) : ${clientId}\nID de l'annuaire (locataire) : ${tenantId}\nSecret client : ${clientSecret}`,
      { clientId, tenantId, clientSecret },
    ],
    ['labels without a colon', `Client ID ${clientId}\nTenant ID ${tenantId}`, { clientId, tenantId }],
    ['a user principal name as user', `User ID: ${userEmail}`, { userId: userEmail }],
    ['a lone secret of today’s form', clientSecret, { clientSecret }],
    [
      'an older secret with odd signs',
      'Client secret: Xk[9@w]Lq/2Zt+=:pP.4_vB7',
      { clientSecret: 'Xk[9@w]Lq/2Zt+=:pP.4_vB7' },
    ],
    ['a secret at the end of a sentence', `Client secret: ${clientSecret}.`, { clientSecret }],
    [
      'capital letters, braces and no-break spaces',
      `Client\u00a0ID:\u00a0{${clientId.toUpperCase()}}\r\n`,
      { clientId },
    ],
    ['a lone Object ID of a user', `Object ID: ${userId}`, { userId }],
    [
      'the cloud from Microsoft’s hosts',
      `graph: https://dod-graph.microsoft.us/.default`,
      { cloud: 'us-government-dod' },
    ],
    [
      'a secret with its date in parentheses',
      `Client secret (expires 2027-05-03): ${clientSecret}`,
      { clientSecret, secretExpiresOn: '2027-05-03' },
    ],
    ['a date in words', `Secret expires: 3 May 2027`, { secretExpiresOn: '2027-05-03' }],
    ['a date in American words', `Secret expires on May 3, 2027`, { secretExpiresOn: '2027-05-03' }],
  ])('%s', (_, text, expected) => {
    expect(valuesOf(text)).toEqual(expected)
  })
})

describe('parsePastedValues ignores and names', () => {
  it.each<[string, string, string[]]>([
    ['an ID without a label', clientId, ['An ID']],
    ['two IDs without labels', `${clientId}\n${tenantId}`, ['2 IDs']],
    ['two client IDs', `Client ID: ${clientId}\nApplication ID: ${tenantId}`, ['Client ID']],
    ['a Secret ID instead of the secret', `Client secret: ${secretId}`, ['Client Secret Key']],
    ['a Secret ID', `Secret ID: ${secretId}`, ['Secret ID']],
    ['a secret that is a sentence', 'Client secret: I will send it by Teams later', ['Client Secret Key']],
    ['a secret that is too short', 'Client secret: pending', ['Client Secret Key']],
    ['a masked secret', 'Client secret: abc********************************', ['Client Secret Key']],
    ['a cut-off ID', 'Client ID: 3f2504e0-4f89-41d3-9a0c-0305...', ['Client ID']],
    ['a date that can be read in two ways', 'Secret expires: 5/3/2027', ['Secret expires']],
    ['the app of Microsoft Graph PowerShell', 'ClientId : 14d82eec-204b-4c2f-b7e8-296a70dab67e', ['Client ID']],
    [
      'the Object ID of the enterprise application',
      `Enterprise application object ID: ${secretId}`,
      ["App's object ID"],
    ],
  ])('%s', (_, text, names) => {
    const { values, ignored } = parsePastedValues(text)
    expect(values).toEqual({})
    expect(ignored.map(({ name }) => name)).toEqual(names)
  })

  it('an Object ID next to the values of an app, which may be the app’s', () => {
    const text = `Client ID: ${clientId}\nTenant ID: ${tenantId}\nObject ID: ${userId}`
    expect(valuesOf(text)).toEqual({ clientId, tenantId })
    expect(namesIgnored(text)).toEqual(['Object ID'])
  })

  it('nothing if there is nothing', () => {
    for (const text of [
      '',
      ' \n',
      'Hello',
      'The client secret is attached.',
      'From: ada@contoso.com',
      '{}',
      '[]',
      'null',
    ])
      expect(parsePastedValues(text)).toEqual({ values: {}, ignored: [] })
  })
})

describe('parsePastedValues is safe', () => {
  it('never repeats a value in its remarks', () => {
    const text = `Client secret: ${clientSecret}\nClient secret: zyx8Q~defghijklmnopqrstuvwxyz0123456789a\nClient ID: ${secretId}\nClient ID: ${userId}\nUser Email: a@b@c`
    const said = JSON.stringify(parsePastedValues(text).ignored)
    for (const value of ['8Q~', secretId, userId, 'a@b']) expect(said).not.toContain(value)
  })

  it('is not confused by keys that every object has', () => {
    expect(valuesOf('{"__proto__": {"clientId": "x"}, "constructor": "y"}\n__proto__: x\ncloud: constructor')).toEqual(
      {},
    )
  })

  it('reads any megabyte within four seconds', () => {
    const lump = (text: string) => text.repeat(Math.ceil(1_000_000 / text.length)).slice(0, 1_000_000)
    const garbage = [
      '{',
      '{}',
      '{"a":',
      '[{',
      '"',
      ' ',
      '\n',
      'client id ',
      'client id:\n',
      'Client ID | Tenant ID\n',
      '-- ',
      '> ',
      'a@',
      'aA',
      'abc8Q~',
      `${clientId} `,
      '\\',
      '((',
      ':',
      '=',
      '\t',
      'é',
      '🤖',
    ]
    for (const text of garbage) {
      // CPU time of this thread: other programs on a busy machine do not add to it.
      const before = process.threadCpuUsage()
      parsePastedValues(lump(text))
      const { user, system } = process.threadCpuUsage(before)
      expect((user + system) / 1_000).toBeLessThan(4_000)
    }
  })

  it('says that more than a megabyte is too long', () => {
    expect(namesIgnored('x'.repeat(1_000_001))).toEqual(['The text'])
  })

  it('does not throw on random text', () => {
    let seed = 7
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % below
    }
    const pieces = [
      'Client ID',
      ':',
      '=',
      '\n',
      '{',
      '}',
      '"',
      clientId,
      clientSecret,
      userEmail,
      '\t',
      '|',
      '--- ---',
      'secret',
      '\ud800',
      '\u202e',
      ' is ',
      '(',
      ')',
      '> ',
      '- ',
      'expires',
      '2027-13-45',
      '5/3/2027',
    ]
    for (let round = 0; round < 3000; round += 1) {
      const text = Array.from({ length: random(30) }, () => pieces[random(pieces.length)]).join(random(2) ? ' ' : '')
      expect(parsePastedValues(text)).toHaveProperty('values')
    }
  })
})

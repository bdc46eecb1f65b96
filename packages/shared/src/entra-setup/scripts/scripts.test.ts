import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { exampleCertificate, exampleFederation } from '../testing/example-credentials.ts'
import { exampleBot, exampleIds } from '../testing/example-setup.ts'
import { hostileNames, refusedNames } from '../testing/hostile-names.ts'
import { readPowerShellString } from '../testing/read-powershell-string.ts'
import { writeAddFederatedCredentialBash } from './add-federated-credential-bash.ts'
import { writeAddFederatedCredentialPowerShell } from './add-federated-credential-powershell.ts'
import { writeRegisterAppBash } from './register-app-bash.ts'
import { writeRegisterAppPowerShell } from './register-app-powershell.ts'
import { writeRemoveAccessPowerShell } from './remove-access-powershell.ts'
import { writeRemoveAppBash } from './remove-app-bash.ts'
import { writeRestrictWithAccessPolicy } from './restrict-with-access-policy.ts'
import { writeRestrictWithRbac } from './restrict-with-rbac.ts'
import { writeRotateSecretBash } from './rotate-secret-bash.ts'
import { writeRotateSecretPowerShell } from './rotate-secret-powershell.ts'
import type { AppSharing, ScriptFacts, ScriptResult } from './setup-script.ts'
import { writeUploadCertificateBash } from './upload-certificate-bash.ts'
import { writeUploadCertificatePowerShell } from './upload-certificate-powershell.ts'

const bashWriters = {
  writeRegisterAppBash,
  registerWithoutSecretInBash: (meant: ScriptFacts) =>
    writeRegisterAppBash({ ...meant, credentialKind: 'certificate' }),
  writeRotateSecretBash,
  writeRemoveAppBash,
  uploadCertificateInBash: (meant: ScriptFacts) => writeUploadCertificateBash(meant, exampleCertificate),
  addFederatedCredentialInBash: (meant: ScriptFacts) => writeAddFederatedCredentialBash(meant, exampleFederation),
}
const powerShellWriters = {
  writeRegisterAppPowerShell,
  registerWithoutSecretInPowerShell: (meant: ScriptFacts) =>
    writeRegisterAppPowerShell({ ...meant, credentialKind: 'federated' }),
  uploadCertificateInPowerShell: (meant: ScriptFacts) => writeUploadCertificatePowerShell(meant, exampleCertificate),
  addFederatedCredentialInPowerShell: (meant: ScriptFacts) =>
    writeAddFederatedCredentialPowerShell(meant, exampleFederation),
  writeRotateSecretPowerShell,
  writeRestrictWithRbac,
  writeRestrictWithAccessPolicy,
  writeRemoveAccessPowerShell,
}
const writers = Object.entries({ ...bashWriters, ...powerShellWriters })

const { clientId, tenantId } = exampleIds
const facts: ScriptFacts = { ...exampleBot, clientId, tenantId, sharing: 'not-shared' }
const sharings: AppSharing[] = ['not-shared', 'shared', 'mailbox-shared', 'unknown']

/** Empty if the script is refused. */
const scriptOf = (result: ScriptResult) => ('script' in result ? [result.script.text] : [])

/** How a refusal names the value. */
const refusedFor = {
  clientId: 'Client ID',
  tenantId: 'Tenant ID',
  userEmail: 'User Email',
  cloud: 'Cloud',
  sharing: 'Other bots',
  certificate: 'Certificate',
  issuer: 'Issuer',
}

/** The value that the script was refused for. */
const refusalOf = (result: ScriptResult) => ('refusal' in result ? result.refusal.value : null)

const textOf = (result: ScriptResult) => {
  if ('refusal' in result) throw new Error(`${result.refusal.value}: ${result.refusal.reason}`)
  return result.script.text
}

describe.each(writers)('%s', (_, write) => {
  it('starts with a comment about what it does, who may run it and how it was checked', () => {
    const comment = textOf(write(facts))
      .split('\n')
      .filter((line) => line.startsWith('# '))
      .join(' ')
    expect(comment).toContain('Who may run it:')
    expect(comment).toContain("checked by rules against Microsoft's documentation, but not run in a tenant")
  })

  it('does not send the person who runs it, and who may have only a link, to the wizard', () => {
    expect(textOf(write(facts))).not.toMatch(/wizard/i)
  })

  it('is plain ASCII, so that no code page reads it differently', () => {
    expect(textOf(write(facts))).toMatch(/^[\n\x20-\x7e]*$/)
  })

  it('stops at the first error', () => {
    expect(textOf(write(facts))).toMatch(/^set -euo pipefail$|^\$ErrorActionPreference = 'Stop'$/m)
  })

  it.each(['not an id', "'; id", '3f2504e0'])('refuses the client ID %j by name', (invalid) => {
    expect(refusalOf(write({ ...facts, clientId: invalid }))).toBe(refusedFor.clientId)
  })

  it('refuses an invalid bot ID', () => {
    expect(write({ ...facts, botId: 'a; rm -rf /' })).toHaveProperty('refusal')
  })

  it('has the same body for every name of the bot', () => {
    const body = (text: string) => text.split('\n').filter((line) => !/^(\$AppName|APP_NAME) ?=/.test(line))
    for (const botName of [...hostileNames, ...refusedNames])
      expect(body(textOf(write({ ...facts, botName })))).toEqual(body(textOf(write(facts))))
  })
})

describe.each(Object.entries(bashWriters))('%s in bash', (_, write) => {
  it.each([...hostileNames, ...refusedNames])('is bash that parses for a bot with the name %j', (botName) => {
    const run = spawnSync('bash', ['-n'], { input: textOf(write({ ...facts, botName })), encoding: 'utf8' })
    expect(run.stderr).toBe('')
    expect(run.status).toBe(0)
  })

  it('parses for an address with quotes and dollar signs', () => {
    const text = textOf(write({ ...facts, userEmail: "o'neil$x`id`@contoso.com" }))
    expect(spawnSync('bash', ['-n'], { input: text }).status).toBe(0)
  })

  it('is refused for the DoD cloud, which Azure CLI does not know', () => {
    expect(refusalOf(write({ ...facts, cloud: 'us-government-dod' }))).toBe(refusedFor.cloud)
  })
})

describe.each(Object.entries(powerShellWriters))('%s in PowerShell', (_, write) => {
  it.each(hostileNames)('assigns only whole single-quoted strings for a bot with the name %j', (botName) => {
    const lines = textOf(write({ ...facts, botName })).split('\n')
    const from = lines.indexOf("$ErrorActionPreference = 'Stop'") + 2
    const assigned = lines.slice(from, lines.indexOf('', from))
    expect(assigned.length).toBeGreaterThan(0)
    for (const line of assigned) {
      const [, literal] = /^\$\w+ = (.*)$/.exec(line) ?? []
      expect(literal && readPowerShellString(literal)?.rest).toBe('')
    }
  })

  it('closes every brace and parenthesis that it opens', () => {
    const text = textOf(write(facts))
      .replace(/^#.*$/gm, '')
      .replace(/'(?:[^']|'')*'|"[^"]*"/g, '')
    for (const [open, close] of ['{}', '()', '[]'])
      expect(text.split(open ?? '').length).toBe(text.split(close ?? '').length)
  })

  it.each(['bleu', 'delos', 'govsg'] as const)(
    'is not written for the cloud %s, whose names are not documented',
    (cloud) => {
      expect(refusalOf(write({ ...facts, cloud }))).toBe(refusedFor.cloud)
    },
  )

  it.each(['global', 'us-government', 'us-government-dod', 'china'] as const)('signs in to the cloud %s', (cloud) => {
    const environments = {
      global: /'Global'|'O365Default'/,
      'us-government': /'USGov'|'O365USGovGCCHigh'/,
      'us-government-dod': /'USGovDoD'|'O365USGovDoD'/,
      china: /'China'|'O365China'/,
    }
    expect(textOf(write({ ...facts, cloud }))).toMatch(environments[cloud])
  })
})

describe('the limits of the scripts', () => {
  /** The line that creates something, and the query that must come before it. */
  const pairs: [string, string, RegExp, RegExp][] = [
    ['bash', 'app', /az ad app create/, /CLIENT_ID=\$\(find_app\)/],
    ['bash', 'service principal', /az ad sp create/, /az ad sp list/],
    ['bash', 'permission', /az ad app permission add/, /az ad app permission list/],
    ['bash', 'grant', /--method post/, /--method get/],
    ['bash', 'secret', /az ad app credential reset/, /az ad app credential list/],
    ['powershell', 'app', /New-MgApplication /, /\$app = Find-BotApp/],
    ['powershell', 'service principal', /New-MgServicePrincipal /, /Get-MgServicePrincipal /],
    ['powershell', 'permission', /Update-MgApplication/, /-notcontains \$MailSendRole/],
    ['powershell', 'grant', /New-MgServicePrincipalAppRoleAssignment/, /Get-BotGrant \$principal/],
    ['powershell', 'secret', /Add-MgApplicationPassword/, /\$live\.Count -eq 0/],
  ]
  const register = { bash: textOf(writeRegisterAppBash(facts)), powershell: textOf(writeRegisterAppPowerShell(facts)) }

  it.each(pairs)('in %s the script looks for the %s before it creates one', (shell, _, make, find) => {
    const text = shell === 'bash' ? register.bash : register.powershell
    expect(text.search(find)).toBeGreaterThan(0)
    expect(text.search(find)).toBeLessThan(text.search(make))
  })

  it('in both shells an app that was set up before gets no new grant', () => {
    expect(register.bash).toContain('if [ "$CONSENT" = wanted ]; then')
    expect(register.powershell).toContain("if ($consent -eq 'wanted') {")
  })

  it.each(['ServicePrincipal', 'ManagementScope', 'ManagementRoleAssignment'])(
    'the restriction looks for a %s before it creates one',
    (noun) => {
      const text = textOf(writeRestrictWithRbac(facts))
      expect(text.indexOf(`Get-${noun} `)).toBeGreaterThan(0)
      expect(text.indexOf(`Get-${noun} `)).toBeLessThan(text.indexOf(`New-${noun} `))
    },
  )

  it.each(['DistributionGroup', 'ApplicationAccessPolicy'])(
    'the legacy policy looks for a %s before it creates one',
    (noun) => {
      const text = textOf(writeRestrictWithAccessPolicy(facts))
      expect(text.indexOf(`Get-${noun} `)).toBeLessThan(text.indexOf(`New-${noun} `))
    },
  )

  it('the restriction removes the grant in Entra only after its test', () => {
    const text = textOf(writeRestrictWithRbac(facts))
    expect(text.indexOf('if (-not (Test-BotScope $Mailbox))')).toBeLessThan(
      text.indexOf('Remove-MgServicePrincipalAppRoleAssignment'),
    )
    expect(text).toContain('-ObjectId $principal.Id')
  })

  it.each(writers)('%s never replaces or deletes a credential', (_, write) => {
    const text = textOf(write(facts))
    for (const line of text.split('\n').filter((candidate) => candidate.includes('credential reset')))
      expect(line).toContain('--append')
    expect(text).not.toMatch(
      /credential (?:delete|update)|Remove-MgApplication(?:Password|Key|Federated)|Update-MgApplicationFederated|-PasswordCredentials /,
    )
    expect(text.match(/-KeyCredentials .*/g) ?? []).toEqual(
      text.includes('-KeyCredentials') ? ['-KeyCredentials ($kept + $added)'] : [],
    )
  })

  /** Removals that affect every bot and program of the app. */
  const removesForAll =
    /Remove-(?:MgApplication|MgServicePrincipal|ApplicationAccessPolicy|DistributionGroup |ServicePrincipal)|ad app delete|ad sp delete|--method delete/

  it.each(writers)('%s removes nothing from an app that other bots use, or may use', (_, write) => {
    const texts = [...sharings.slice(1), undefined].flatMap((sharing) => scriptOf(write({ ...facts, sharing })))
    expect(texts.filter((text) => removesForAll.test(text))).toEqual([])
  })

  it.each(writers)('%s says for which case it was written', (_, write) => {
    const texts = sharings.flatMap((sharing) => scriptOf(write({ ...facts, sharing })))
    const lines = texts.map((text) => /^# Written .*$/m.exec(text)?.[0])
    expect(lines[0]).toContain('no other bot of the dashboard uses')
    expect(new Set(lines).size).toBe(lines.length)
  })

  it.each(writers)('%s treats an app without a known sharing as `unknown`', (_, write) => {
    expect(write({ ...facts, sharing: undefined })).toEqual(write({ ...facts, sharing: 'unknown' }))
  })

  it('a script asks before it removes the whole app, and first shows the app and warns of other programs', () => {
    const texts = [textOf(writeRemoveAccessPowerShell(facts)), textOf(writeRemoveAppBash(facts))]
    for (const text of texts) {
      expect(text.search(/can know of other programs/)).toBeGreaterThan(0)
      expect(text.search(/can know of other programs/)).toBeLessThan(text.search(removesForAll))
      expect(text.search(/press Enter to keep/)).toBeLessThan(text.search(removesForAll))
    }
  })

  it('a removal removes only this bot from a shared app, and asks first if the sharing is unknown', () => {
    const shared = textOf(writeRemoveAccessPowerShell({ ...facts, sharing: 'shared' }))
    for (const removal of ['ManagementRoleAssignment', 'ManagementScope', 'DistributionGroupMember'])
      expect(shared).toContain(`Remove-${removal} `)
    expect(shared).not.toContain('Read-Host')
    const unknown = textOf(writeRemoveAccessPowerShell({ ...facts, sharing: 'unknown' }))
    expect(unknown.indexOf('Read-Host')).toBeLessThan(unknown.indexOf('Remove-ManagementRoleAssignment'))
    expect(refusalOf(writeRemoveAccessPowerShell({ ...facts, sharing: 'mailbox-shared' }))).toBe(refusedFor.sharing)
    for (const sharing of sharings.slice(1))
      expect(refusalOf(writeRemoveAppBash({ ...facts, sharing }))).toBe(refusedFor.sharing)
  })

  it('no script creates the first access policy of an app that other bots may use', () => {
    for (const sharing of sharings.slice(1)) {
      const text = textOf(writeRestrictWithAccessPolicy({ ...facts, sharing }))
      expect(text.indexOf("throw 'This app has no access policy yet.")).toBeGreaterThan(0)
      expect(text.indexOf("throw 'This app has no access policy yet.")).toBeLessThan(text.indexOf('New-'))
    }
  })

  it.each(writers)('%s changes no existing scope, policy or group', (_, write) => {
    const texts = sharings.flatMap((sharing) => scriptOf(write({ ...facts, sharing })))
    expect(texts.filter((text) => /^\s*(?:Set|Update)-(?!MgApplication )/m.test(text))).toEqual([])
  })

  it('a renewal asks to keep the secrets that other bots may use', () => {
    for (const write of [writeRotateSecretBash, writeRotateSecretPowerShell])
      expect(textOf(write({ ...facts, sharing: 'shared' }))).toContain(
        'only when every bot and program that uses this app',
      )
  })

  it.each(['bash', 'powershell'] as const)('in %s an app that others may use gets no grant', (shell) => {
    const write = shell === 'bash' ? writeRegisterAppBash : writeRegisterAppPowerShell
    const mayGrant = (changes: Partial<ScriptFacts>) =>
      /MAY_GRANT='(\w+)'|\$MayGrant = '(\w+)'/
        .exec(textOf(write({ ...facts, ...changes })))
        ?.slice(1)
        .join('')
    expect(sharings.map((sharing) => mayGrant({ sharing }))).toEqual(['yes', 'no', 'no', 'no'])
    expect(mayGrant({ sharing: 'unknown', clientId: null })).toBe('yes')
  })

  it.each(['writeRestrictWithRbac', 'writeRestrictWithAccessPolicy', 'writeRemoveAccessPowerShell'] as const)(
    '%s needs the intended tenant, as a GUID or a domain',
    (name) => {
      const write = powerShellWriters[name]
      for (const tenantId of [null, '', 'not a tenant'])
        expect(refusalOf(write({ ...facts, tenantId }))).toBe(refusedFor.tenantId)
      expect(textOf(write({ ...facts, tenantId: 'contoso.com' }))).toContain("$TenantDomain = 'contoso.com'")
    },
  )

  it('an address that PowerShell could misread is refused by name', () => {
    expect(writeRestrictWithRbac({ ...facts, userEmail: 'b\u043et@contoso.com' })).toEqual({
      refusal: { value: refusedFor.userEmail, reason: expect.stringContaining('Windows PowerShell') },
    })
  })

  it('restricting needs a mailbox and a client ID', () => {
    expect(refusalOf(writeRestrictWithRbac({ ...facts, userEmail: null }))).toBe(refusedFor.userEmail)
    expect(refusalOf(writeRestrictWithAccessPolicy({ ...facts, clientId: '' }))).toBe(refusedFor.clientId)
  })

  it.each([writeUploadCertificateBash, writeUploadCertificatePowerShell])(
    'an upload contains the whole certificate, and refuses what is not one',
    (write) => {
      const text = textOf(write(facts, exampleCertificate))
      const lines = exampleCertificate.pem.trim().split('\n').slice(1, -1)
      for (const line of lines) expect(text).toContain(`'${line}'`)
      for (const pem of [
        '',
        "'; rm -rf /",
        exampleCertificate.pem.replace('MII', "M'I"),
        exampleCertificate.pem.repeat(2),
      ])
        expect(refusalOf(write(facts, { ...exampleCertificate, pem }))).toBe(refusedFor.certificate)
      expect(refusalOf(write(facts, { ...exampleCertificate, thumbprint: "A'" }))).toBe(refusedFor.certificate)
      expect(refusalOf(write({ ...facts, clientId: null }, exampleCertificate))).toBe(refusedFor.clientId)
    },
  )

  it('an upload with PowerShell reads the content of the existing certificates, and stops if one is missing', () => {
    const text = textOf(writeUploadCertificatePowerShell(facts, exampleCertificate))
    const update = text.indexOf('Update-MgApplication ')
    expect(text.indexOf("-Property 'keyCredentials'")).toBeGreaterThan(0)
    expect(text.indexOf("-Property 'keyCredentials'")).toBeLessThan(update)
    expect(text.search(/-not \$_\.Key[^\n]*\n\s*throw/)).toBeGreaterThan(0)
    expect(text.search(/-not \$_\.Key[^\n]*\n\s*throw/)).toBeLessThan(update)
  })

  it.each([writeAddFederatedCredentialBash, writeAddFederatedCredentialPowerShell])(
    'a federated credential is looked for before it is created, and unsafe values are refused by name',
    (write) => {
      const text = textOf(write(facts, exampleFederation))
      expect(text.search(/federated-credential list|Get-MgApplicationFederated/)).toBeLessThan(
        text.search(/federated-credential create|New-MgApplicationFederated/),
      )
      for (const issuer of ['', 'https://x.example/"', 'https://x.example/\\', 'https://x.example/ a'])
        expect(refusalOf(write(facts, { ...exampleFederation, issuer }))).toBe(refusedFor.issuer)
      const quoted = write(facts, { ...exampleFederation, subject: "system:serviceaccount:o'neil:$x" })
      expect(textOf(quoted)).toMatch(/'system:serviceaccount:o(?:'\\'|')'neil:\$x'/)
    },
  )

  it('a registration without a secret creates none and has no lifetime', () => {
    for (const write of [writeRegisterAppBash, writeRegisterAppPowerShell])
      for (const credentialKind of ['certificate', 'federated'] as const) {
        const text = textOf(write({ ...facts, credentialKind }))
        expect(text).not.toMatch(
          /credential reset|Add-MgApplicationPassword|\bSECRET|\$Secret|\$secret|Client Secret Key/,
        )
        expect(text).toContain('prints four values')
      }
  })

  it.each([6, 12, 24] as const)('the secret is valid for %i months if that was selected', (secretLifetimeInMonths) => {
    expect(textOf(writeRotateSecretBash({ ...facts, secretLifetimeInMonths }))).toContain(
      `SECRET_MONTHS='${secretLifetimeInMonths}'`,
    )
  })
})

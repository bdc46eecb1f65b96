import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parsePastedValues } from '../parse-pasted-values.ts'
import { nameFederatedCredential } from '../setup-names.ts'
import { exampleCertificate, exampleFederation } from '../testing/example-credentials.ts'
import { exampleBot, exampleIds } from '../testing/example-setup.ts'
import { writeAddFederatedCredentialBash } from './add-federated-credential-bash.ts'
import { writeRegisterAppBash } from './register-app-bash.ts'
import { writeRemoveAppBash } from './remove-app-bash.ts'
import { writeRotateSecretBash } from './rotate-secret-bash.ts'
import type { ScriptFacts, ScriptResult } from './setup-script.ts'
import { writeUploadCertificateBash } from './upload-certificate-bash.ts'

const { tenantId, clientId, userId } = exampleIds
const { userEmail, cloud } = exampleBot
const secret = 'abc8Q~defghijklmnopqrstuvwxyz0123456789a'

/** Stores in files what was created, as Entra does. Knows the commands of the scripts and refuses any other. */
const fakeAz = `#!/usr/bin/env bash
cd "$STATE"
printf '%s\\n' "$*" >>calls
case "$*" in
  'cloud show'*) [ ! -e cloud ] || { cat cloud; exit; }; echo AzureCloud ;;
  'account show --query'*) [ ! -e tenant ] || { cat tenant; exit; }; echo ${tenantId} ;;
  'account show'*) ;;
  'ad user show --id=${userEmail}'*) echo ${userId} ;;
  'ad app list'*) [ ! -e app ] || { printf '%s\\t' ${clientId}; cat app; } ;;
  'ad app create'*) for word in "$@"; do case "$word" in --display-name=*) printf '%s\\n' "\${word#*=}" >app ;; esac; done; echo ${clientId} ;;
  'ad sp list --filter appId eq '*00000003*) echo 5b0c1a52-99d0-4b4a-8a3e-0d5c2f1e7a90 ;;
  'ad sp list'*) [ ! -e sp ] || cat sp ;;
  'ad sp create'*) echo 6c1d2b63-aae1-4c5b-9b4f-1e6d3a2f8ba1 | tee sp ;;
  'ad app permission list'*) [ ! -e permission ] || cat permission ;;
  'ad app permission add'*) echo b633e1c5-b582-4048-a93e-9f11b44c7e96 >permission ;;
  'rest --method get --skip-authorization-header --url https://login.microsoftonline.com/contoso.com/'*) echo https://login.microsoftonline.com/${tenantId}/v2.0 ;;
  'rest --method get --skip-authorization-header'*) exit 1 ;;
  'rest --method get'*'.[id,appRoleId]'*) [ ! -e grant ] || printf 'grant-1\\t%s\\n' "$(cat grant)" ;;
  'rest --method delete'*) rm grant ;;
  'ad app show'*) [ ! -e gone ] || exit 3 ;;
  'ad app delete'*) rm app ;;
  'rest --method get'*) [ ! -e grant ] || cat grant ;;
  'rest --method post'*) [ ! -e deny ] || exit 1; echo b633e1c5-b582-4048-a93e-9f11b44c7e96 >grant ;;
  'ad app credential list'*'--cert'*'--output table'*) echo 'certificate expires' ;;
  'ad app credential list'*'--output table'*) echo 'name expires' ;;
  'ad app federated-credential list'*'--output table'*) echo 'federatedCredential issuer' ;;
  'ad app credential list'*' --cert '*) [ ! -e certificates ] || cat certificates ;;
  'ad app credential list'*) [ ! -e secrets ] || cat secrets ;;
  'ad app credential reset'*' --append --cert @'*) for word in "$@"; do case "$word" in @*) cat "\${word#@}" >uploaded; printf '%s' "\${word#@}" >file ;; esac; done; echo ${exampleCertificate.thumbprint} >>certificates ;;
  'ad app federated-credential list'*) [ ! -e federated ] || cat federated ;;
  'ad app federated-credential create'*) while [ "$1" != --parameters ]; do shift; done; printf '%s' "$2" >parameters; printf '%s\\t%s\\t%s\\n' ${exampleFederation.issuer} ${exampleFederation.subject} ${exampleFederation.audience} >>federated ;;
  'ad app credential reset'*' --append '*) printf '2099-01-01T00:00:00Z\\tUnified Dashboard (${exampleBot.botId})\\n' >>secrets; echo '${secret}' ;;
  *) echo "unexpected: $*" >&2; exit 64 ;;
esac
`

const facts: ScriptFacts = { ...exampleBot, botName: "Ada's $(touch pwned) `bot`" }
/** The values of an app without a secret, as the scripts print them. */
const printed = { userEmail, clientId, tenantId, userId, cloud }
const stopsAtRestriction = 'a grant would lift the restriction'

const otherTenant = '11111111-2222-4333-8444-555555555555'
const changes = / create | add | reset |post|delete/
const uploadCertificate = (meant: ScriptFacts) => writeUploadCertificateBash(meant, exampleCertificate)
const addFederatedCredential = (meant: ScriptFacts) => writeAddFederatedCredentialBash(meant, exampleFederation)
const writers = {
  writeRegisterAppBash,
  writeRotateSecretBash,
  writeRemoveAppBash,
  uploadCertificate,
  addFederatedCredential,
}

let state: string

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'fake-az-'))
  writeFileSync(join(state, 'az'), fakeAz, { mode: 0o755 })
})
afterEach(() => rmSync(state, { recursive: true }))

function run(result: ScriptResult) {
  const text = 'script' in result ? result.script.text : 'exit 99'
  return spawnSync('bash', {
    input: text,
    cwd: state,
    env: { PATH: `${state}:${process.env['PATH']}`, STATE: state },
    encoding: 'utf8',
  })
}

/** A file contains what a person would type. */
function runAnswering(result: ScriptResult, answer: string) {
  writeFileSync(join(state, 'answer'), `${answer}\n`)
  if ('refusal' in result) throw new Error(result.refusal.reason)
  const { script } = result
  return run({ script: { ...script, text: script.text.replace('</dev/tty', `<'${join(state, 'answer')}'`) } })
}

const callsOf = (command: RegExp) =>
  (existsSync(join(state, 'calls')) ? readFileSync(join(state, 'calls'), 'utf8') : '')
    .split('\n')
    .filter((call) => command.test(call))

describe('the scripts of Azure CLI with a fake Azure CLI', () => {
  it('register the app and print a block that the wizard can read', () => {
    const { status, stdout, stderr } = run(writeRegisterAppBash(facts))
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(parsePastedValues(stdout).values).toEqual({
      ...printed,
      clientSecret: secret,
      secretExpiresOn: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
    })
    expect(readFileSync(join(state, 'app'), 'utf8').trim()).toBe(
      "Unified Dashboard mail - Ada's $(touch pwned) `bot` (support-bot)",
    )
  })

  it('add nothing on a second run, even after the bot was renamed', () => {
    run(writeRegisterAppBash(facts))
    const { status, stdout } = run(writeRegisterAppBash({ ...facts, botName: 'New name' }))
    expect(status).toBe(0)
    expect(callsOf(changes)).toHaveLength(5)
    expect(stdout).toContain('was not changed')
    expect(parsePastedValues(stdout).values).toEqual(printed)
  })

  it('do not grant again what a restriction removed', () => {
    run(writeRegisterAppBash(facts))
    for (const file of ['grant', 'permission']) rmSync(join(state, file))
    const { status, stdout } = run(writeRegisterAppBash(facts))
    expect(status).toBe(0)
    expect(stdout).toContain(stopsAtRestriction)
    expect(callsOf(/ add |post/)).toHaveLength(2)
  })

  it('print the address of the consent page if the person cannot grant consent', () => {
    writeFileSync(join(state, 'deny'), '')
    const { status, stdout } = run(writeRegisterAppBash(facts))
    expect(status).toBe(0)
    expect(stdout).toContain(`https://login.microsoftonline.com/${tenantId}/adminconsent?client_id=${clientId}`)
    expect(parsePastedValues(stdout).values.clientSecret).toBe(secret)
  })

  it('create nothing if no user has the address', () => {
    expect(run(writeRegisterAppBash({ ...facts, userEmail: 'nobody@contoso.com' })).status).toBe(1)
    expect(callsOf(changes)).toEqual([])
  })

  it('create nothing in a tenant other than the one in the wizard', () => {
    const { status, stderr } = run(writeRegisterAppBash({ ...facts, tenantId: otherTenant }))
    expect(status).toBe(1)
    expect(stderr).toContain('You are signed in to tenant')
    expect(callsOf(changes)).toEqual([])
  })

  it('grant nothing to an app that other bots use', () => {
    run(writeRegisterAppBash(facts))
    for (const file of ['grant', 'permission', 'secrets']) rmSync(join(state, file))
    for (const sharing of ['shared', 'mailbox-shared', 'unknown'] as const) {
      const { status, stdout } = run(writeRegisterAppBash({ ...facts, clientId, sharing }))
      expect(status).toBe(0)
      expect(stdout).toContain('other bots may use it')
      rmSync(join(state, 'secrets'))
    }
    writeFileSync(join(state, 'secrets'), '2099-01-01T00:00:00Z\tUnified Dashboard (other-bot)\n')
    expect(run(writeRegisterAppBash(facts)).status).toBe(0)
    expect(callsOf(/ add |post/)).toHaveLength(2)
  })

  it('complete an app that no other bot uses', () => {
    run(writeRegisterAppBash(facts))
    for (const file of ['grant', 'permission', 'secrets']) rmSync(join(state, file))
    run(writeRegisterAppBash({ ...facts, clientId, sharing: 'not-shared' }))
    expect(callsOf(/ add |post/)).toHaveLength(4)
  })

  it('find the tenant of a domain, and compare it', () => {
    expect(run(writeRotateSecretBash({ ...facts, tenantId: 'contoso.com', clientId })).status).toBe(0)
    writeFileSync(join(state, 'tenant'), otherTenant)
    expect(run(writeRotateSecretBash({ ...facts, tenantId: 'contoso.com', clientId })).stderr).toContain(
      `You are signed in to tenant ${otherTenant}`,
    )
    expect(run(writeRotateSecretBash({ ...facts, tenantId: 'nobody.example', clientId })).stderr).toContain(
      'No tenant of this cloud was found for the domain nobody.example',
    )
    expect(callsOf(changes)).toHaveLength(1)
  })

  it.each(Object.entries(writers))('%s changes nothing in another tenant or another cloud', (_, write) => {
    const meant: ScriptFacts = { ...facts, tenantId, clientId, sharing: 'not-shared' }
    writeFileSync(join(state, 'tenant'), otherTenant)
    const elsewhere = runAnswering(write(meant), clientId)
    expect(elsewhere).toMatchObject({ status: 1, stderr: expect.stringContaining(otherTenant) })
    rmSync(join(state, 'tenant'))
    writeFileSync(join(state, 'cloud'), 'AzureChinaCloud')
    const abroad = runAnswering(write(meant), clientId)
    expect(abroad).toMatchObject({ status: 1, stderr: expect.stringContaining('az cloud set --name AzureCloud') })
    rmSync(join(state, 'cloud'))
    writeFileSync(join(state, 'tenant'), '')
    expect(runAnswering(write(meant), clientId).status).toBe(1)
    expect(callsOf(changes)).toEqual([])
    expect(callsOf(/cloud set|^login/)).toEqual([])
  })

  describe('that remove', () => {
    const removal = writeRemoveAppBash({ ...facts, tenantId, clientId, sharing: 'not-shared' })
    beforeEach(() => void run(writeRegisterAppBash(facts)))

    it.each(['', 'yes', tenantId])('keep everything if the answer is %j', (answer) => {
      expect(runAnswering(removal, answer)).toMatchObject({ status: 1, stderr: 'Nothing was removed.\n' })
      expect(callsOf(/delete/)).toEqual([])
    })

    it('show every credential of the app, and remove it if its client ID is typed', () => {
      const { status, stdout } = runAnswering(removal, clientId)
      expect({ status, stdout }).toEqual({
        status: 0,
        stdout: expect.stringMatching(/name expires\ncertificate expires\nfederatedCredential issuer\n/),
      })
      expect(callsOf(/delete/)).toEqual([
        expect.stringMatching(/^rest --method delete .*\/grant-1$/),
        `ad app delete --id ${clientId}`,
      ])
    })
  })

  describe.each(['certificate', 'federated'] as const)(
    'for an app that signs in with a %s credential',
    (credentialKind) => {
      const without = { ...facts, credentialKind }

      it('register it without a secret, and say what follows', () => {
        const { status, stdout, stderr } = run(writeRegisterAppBash(without))
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
        expect(parsePastedValues(stdout).values).toEqual(printed)
        expect(stdout).toContain('Paste the block into the form and submit it')
        expect(callsOf(/credential/)).toEqual([])
        expect(callsOf(/post/)).toHaveLength(1)
      })

      it('do not grant again what a restriction removed, although the app has no credential yet', () => {
        run(writeRegisterAppBash(without))
        for (const file of ['grant', 'permission']) rmSync(join(state, file))
        const { status, stdout } = run(writeRegisterAppBash({ ...without, clientId, sharing: 'not-shared' }))
        expect(status).toBe(0)
        expect(stdout).toContain(stopsAtRestriction)
        expect(callsOf(/ add |post/)).toHaveLength(2)
      })
    },
  )

  it.each(['certificates', 'federated'])('do not grant consent to an app that has %s', (file) => {
    run(writeRegisterAppBash({ ...facts, credentialKind: 'certificate' }))
    for (const granted of ['grant', 'permission']) rmSync(join(state, granted))
    writeFileSync(join(state, file), 'one\n')
    const { status, stdout } = run(writeRegisterAppBash({ ...facts, clientId, sharing: 'not-shared' }))
    expect(status).toBe(0)
    expect(stdout).toContain(stopsAtRestriction)
    expect(callsOf(/post/)).toHaveLength(1)
  })

  describe('that add a credential to the app of the saved values', () => {
    const saved = { ...facts, clientId, tenantId }

    it('upload the certificate once, keep the others, and leave no file behind', () => {
      writeFileSync(join(state, 'certificates'), `${'A'.repeat(40)}\n`)
      const { status, stdout, stderr } = run(uploadCertificate(saved))
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      expect(stdout).toContain(exampleCertificate.thumbprint)
      expect(readFileSync(join(state, 'uploaded'), 'utf8')).toBe(exampleCertificate.pem)
      expect(existsSync(readFileSync(join(state, 'file'), 'utf8'))).toBe(false)
      const again = run(uploadCertificate(saved))
      expect({ status: again.status, stdout: again.stdout }).toEqual({
        status: 0,
        stdout: expect.stringContaining('already has this certificate'),
      })
      expect(callsOf(changes)).toEqual([expect.stringContaining(` reset --id ${clientId} --append --cert @`)])
    })

    it('recognize the certificate by its thumbprint in Base64', () => {
      const thumbprint = Buffer.from(exampleCertificate.thumbprint, 'hex').toString('base64')
      writeFileSync(join(state, 'certificates'), `${thumbprint}\n`)
      expect(run(uploadCertificate(saved)).stdout).toContain('already has this certificate')
      expect(callsOf(changes)).toEqual([])
    })

    it('upload it for its whole life', () => {
      run(uploadCertificate({ ...saved }))
      const [call] = callsOf(/ reset /)
      const end = /--end-date (\S+)/.exec(call ?? '')?.[1] ?? ''
      expect(Date.parse(end) - Date.parse(exampleCertificate.expiresOn)).toBe(86_400_000)
    })

    it('add the federated credential once', () => {
      const { status, stderr } = run(addFederatedCredential(saved))
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      const { audience, ...others } = exampleFederation
      expect(JSON.parse(readFileSync(join(state, 'parameters'), 'utf8'))).toEqual({
        ...others,
        name: nameFederatedCredential(facts.botId, exampleFederation),
        audiences: [audience],
      })
      expect(run(addFederatedCredential(saved)).stdout).toContain('already has this federated credential')
      expect(callsOf(/federated-credential create/)).toHaveLength(1)
    })

    it('change nothing if the app trusts the same issuer and subject for another audience', () => {
      const { issuer, subject } = exampleFederation
      writeFileSync(join(state, 'federated'), `${issuer}\t${subject}\tapi://other\n`)
      const { status, stderr } = run(addFederatedCredential(saved))
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: expect.stringContaining('with the audience api://other'),
      })
      expect(callsOf(changes)).toEqual([])
    })

    it.each([uploadCertificate, addFederatedCredential])('change nothing if there is no such app', (write) => {
      writeFileSync(join(state, 'gone'), '')
      expect(run(write(saved))).toMatchObject({ status: 1, stderr: expect.stringContaining('There is no app') })
      expect(callsOf(changes)).toEqual([])
    })
  })

  it('renew the secret by adding one', () => {
    run(writeRegisterAppBash(facts))
    const { status, stdout } = run(writeRotateSecretBash({ ...facts, secretLifetimeInMonths: 6 }))
    expect(status).toBe(0)
    expect(parsePastedValues(stdout).values).toMatchObject({ clientId, clientSecret: secret })
    expect(callsOf(/credential reset/).every((call) => call.includes('--append'))).toBe(true)
  })
})

import { bashFindApp, bashFindUser, bashPrintValues, bashSecretDates, bashSignIn } from './bash-parts.ts'
import { writeBashScript } from './bash-script.ts'
import { olderSecrets, renewSecretIntro } from './renewal-texts.ts'
import type { AppSharing, ScriptFacts, ScriptResult } from './setup-script.ts'

const writeBody = (sharing: AppSharing) => String.raw`${bashSignIn}${bashFindApp}
if [ -z "$CLIENT_ID" ]; then fail 'This bot has no app in this tenant. First run the script that registers it.'; fi
${bashFindUser}${bashSecretDates}
SECRET=$(az ad app credential reset --id "$CLIENT_ID" --append --display-name="$SECRET_NAME $TODAY" --end-date "$SECRET_EXPIRES" --query password --output tsv --only-show-errors)
${bashPrintValues('client-secret')}
printf '\n%s\n' '${olderSecrets[sharing]}'
az ad app credential list --id "$CLIENT_ID" --query '[].{name:displayName,expires:endDateTime,secretId:keyId}' --output table
`

export const writeRotateSecretBash = (facts: ScriptFacts): ScriptResult =>
  writeBashScript(
    {
      fileName: `renew-secret-${facts.botId}.sh`,
      title: 'Renew the client secret with Azure CLI',
      intro: renewSecretIntro,
      required: [],
      body: writeBody(facts.sharing ?? 'unknown'),
    },
    facts,
  )

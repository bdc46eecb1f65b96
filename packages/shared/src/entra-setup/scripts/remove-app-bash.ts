import { bashSignIn } from './bash-parts.ts'
import { writeBashScript } from './bash-script.ts'
import type { ScriptFacts, ScriptResult } from './setup-script.ts'

const body = String.raw`${bashSignIn}
az ad app show --id "$CLIENT_ID" --query '{name:displayName,clientId:appId}' --output table ||
  fail "There is no app $CLIENT_ID in tenant $TENANT_ID. Nothing was removed."
az ad app credential list --id "$CLIENT_ID" --query '[].{secret:displayName,expires:endDateTime}' --output table
az ad app credential list --id "$CLIENT_ID" --cert --query '[].{certificate:displayName,expires:endDateTime}' --output table
az ad app federated-credential list --id "$CLIENT_ID" --query '[].{federatedCredential:name,issuer:issuer}' --output table
printf '%s\n' 'No other bot of the dashboard used this app when this script was written. Neither the dashboard nor this script can know of other programs: check the credentials above.'
printf '%s' 'This deletes the app, its grant of Mail.Send and all its credentials. Type its client ID to continue, or press Enter to keep everything: '
read -r answer </dev/tty
if [ "$answer" != "$CLIENT_ID" ]; then fail 'Nothing was removed.'; fi

SP_ID=$(az ad sp list --filter "appId eq '$CLIENT_ID'" --query '[0].id' --output tsv)
if [ -n "$SP_ID" ]; then
  GRANTS_URL="$GRAPH_URL/v1.0/servicePrincipals/$SP_ID/appRoleAssignments"
  az rest --method get --url "$GRANTS_URL" --query 'value[].[id,appRoleId]' --output tsv |
    while IFS=$'\t' read -r id role; do
      if [ "$role" = "$MAIL_SEND_ROLE" ]; then
        az rest --method delete --url "$GRANTS_URL/$id" </dev/null
        printf '%s\n' 'Removed the grant of Mail.Send in Microsoft Entra.'
      fi
    done
fi
az ad app delete --id "$CLIENT_ID"
printf '%s\n' 'Removed the app. Entra keeps it in the deleted applications for 30 days.'
printf '%s\n' 'Azure CLI cannot change Exchange Online: if the app was restricted there, also run the PowerShell script.'
`

/** Azure CLI cannot change Exchange Online, so it cannot remove the access of only one of several bots. */
export function writeRemoveAppBash(facts: ScriptFacts): ScriptResult {
  if (facts.sharing !== 'not-shared')
    return {
      refusal: {
        value: 'Other bots',
        reason:
          'They use the same app, or it is not known whether they do. Azure CLI can only delete the whole app. Use the PowerShell script: it removes what belongs to this bot.',
      },
    }
  return writeBashScript(
    {
      fileName: `remove-${facts.botId}.sh`,
      title: 'Remove the app with Azure CLI',
      intro: [
        'Shows the app of one bot and its credentials, and asks. If you type its client ID, it removes the grant of',
        'Mail.Send and deletes the app with all its credentials. Everything that uses the app then stops sending.',
        'It cannot change Exchange Online: first remove a restriction there with the PowerShell script.',
        'The bot stops sending, but existing access tokens can stay valid for up to 90 minutes.',
        'Who may run it: a Privileged Role Administrator who is also an Application Administrator, or a Global Administrator.',
      ],
      required: ['clientId', 'tenantId'],
      body,
    },
    facts,
  )
}

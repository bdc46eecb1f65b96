import type { Rolldown } from 'vite'

/**
 * Code that several pages share is in few files, because forty small files load one after another and compress badly.
 */
export const chunks: Rolldown.CodeSplittingGroup[] = [
  {
    name: 'interface',
    test: /node_modules(?!.*\/(NativeSelect|Combobox|Tabs|create-scoped-keydown-handler)\/)|apps\/web\/src\/ground\/(?!components\/(text-block|empty-state|tabs))|packages\/shared\/src\/(?!configuration-values|submitted-credential|read-office365-field|find-value|client-secret|message)[\w-]+\.ts$/,
    minShareCount: 6,
  },
  {
    name: 'values',
    // What reads the values that a person enters.
    test: /packages\/shared\/src\/(configuration-values|submitted-credential|read-office365-field|find-value|client-secret)/,
    includeDependenciesRecursively: false,
  },
  {
    name: 'status',
    test: /apps\/web\/src\/(mail\/(describe-status|needs-registration)|ground\/(refresh|components\/(status-line|updated|keep-in-place)))/,
    includeDependenciesRecursively: false,
  },
  {
    name: 'wizard',
    // Both states of the configuration's page show these.
    test: /apps\/web\/src\/mail\/(pages\/configuration-page|office365\/components\/(configuration-(section|form\.module|fields\.module)|setup-status|changed-notice|office365-field)|intake-links\/components\/waiting-notice)|ground\/components\/(check-list|jump-link)/,
    includeDependenciesRecursively: false,
  },
  {
    name: 'form',
    test: /apps\/web\/src\/mail\/office365\/(components\/(configuration-form\.tsx|configuration-fields\.tsx|credential-fields|paste-area|submit-|expiry-field|leave-guard|fault-summary|cancel-reset)|use-configuration-form|form-texts|form-values|find-faults|read-paste|secret-lifetimes|without-reset|draft-values)|packages\/shared\/src\/readable-draft/,
    includeDependenciesRecursively: false,
  },
  {
    name: 'configured',
    test: /apps\/web\/src\/mail\/(office365\/(components\/(locked-configuration|reset-configuration|configured-sections|setup-facts|remove-configuration|renew-secret|changed-by-key|access-section|test-)|configured-texts)|pages\/(daily-mail|facts-with-failure)|messages\/(messages-query|search-address|line-texts|components\/(latest-messages|state-badge)))|ground\/components\/fold|packages\/shared\/src\/(endpoints\/)?message/,
    includeDependenciesRecursively: false,
  },
  {
    name: 'setup',
    // A first visit does not show the texts of the other steps and of a configured bot.
    test: /apps\/web\/src\/mail\/(office365\/(?!step-texts|configured-texts|form-texts)|pages\/)/,
    minShareCount: 7,
    includeDependenciesRecursively: false,
  },
]

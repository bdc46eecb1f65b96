/** Every page has the picker. */
export const pickerTexts = {
  label: 'Bot',
  list: 'Choices',
  none: 'No bot has this name or ID',
}

/** Fields stand in the form in elements with `data-field`; the first one at fault gets the focus. */
export function focusFirstFault(form: HTMLFormElement | null, faults: object): void {
  const fields = form?.querySelectorAll<HTMLElement>('[data-field]') ?? []
  const first = Array.from(fields).find(({ dataset }) => dataset['field'] !== undefined && dataset['field'] in faults)
  first?.querySelector<HTMLElement>('input, select, textarea')?.focus()
}

import { type Office365Field, office365Fields } from '@office365-email/shared/office365-fields'

export const isOffice365Field = (name: string): name is Office365Field =>
  office365Fields.some((field) => field === name)

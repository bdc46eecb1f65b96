/** All style sheets in one text, which `apps/web/build/build-mail.ts` puts here. */
export const styles = '/* office365-email styles */'

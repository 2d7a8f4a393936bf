/** What this service is called in references to its records. */
export const SERVICE = 'ledger';

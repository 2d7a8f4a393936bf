import 'i18next';
import type { zh } from './zh.js';

declare module 'i18next' {
  /** Keys of texts are checked by the compiler. */
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof zh };
  }
}

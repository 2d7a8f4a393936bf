import type { TFunction } from 'i18next';

/** What a door calls the place of a fault, by the words of the page. */
const PLACES = ['frame', 'data segment', 'another protocol'] as const;

/** Where a fault was found (`frame, from 127.0.0.1`, `MN 8845…, from 127.0.0.1`, `2 more of one minute, from …`), in the language of the page. */
export const faultPlace = (t: TFunction, where: string): string => {
  const [, place = where, address] = /^(.*), from (\S+)$/.exec(where) ?? [];
  const more = /^(\d+) more of one minute$/.exec(place)?.[1];
  const known = PLACES.find((one) => one === place);
  const named = known ? t(`faults.places.${known}`) : more ? t('faults.more', { n: more }) : place;
  return address === undefined ? named : `${named}${t('faults.from')}${address}`;
};

import { WATER_CLASS_LOOKS, type WaterClass } from '#libs/domain/water/edition.js';
import { termText } from '../reference/terms.js';

/** A water class on the standard's colour; a class beyond the target has corners and a heavy edge. */
export const WaterClassMark = ({
  waterClass,
  isBeyond = false,
}: {
  readonly waterClass: WaterClass;
  readonly isBeyond?: boolean;
}) => {
  const { numeral, screenColour } = WATER_CLASS_LOOKS[waterClass];
  return (
    <span
      className={isBeyond ? 'water-class beyond' : 'water-class'}
      style={{ background: screenColour, color: waterClass === 6 ? '#fff' : '#1d2424' }}
    >
      {termText(numeral)}
    </span>
  );
};

export const isWaterClass = (value: number): value is WaterClass => Number.isInteger(value) && value >= 1 && value <= 6;

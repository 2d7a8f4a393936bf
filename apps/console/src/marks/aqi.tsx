import { useTranslation } from 'react-i18next';
import { aqiCategoryOf, type AqiLevel } from '#libs/domain/air/category.js';

/** First level beyond the standard: from there on the mark has corners. */
const BEYOND: AqiLevel = 3;
/** First level whose colour of the standard carries white figures. */
const DARK: AqiLevel = 4;

/** An air quality index on the colour of the standard; days beyond it have corners, the word stands beside. */
export const AqiMark = ({ aqi, hasWord = true }: { readonly aqi: number; readonly hasWord?: boolean }) => {
  const { t } = useTranslation();
  const { level, colour } = aqiCategoryOf(aqi);
  return (
    <span className="aqi">
      <span
        className={level >= BEYOND ? 'aqi-sign beyond' : 'aqi-sign'}
        style={{ background: colour, color: level >= DARK ? '#fff' : '#1d2424' }}
      >
        {aqi}
      </span>
      {hasWord ? (
        <span className={level >= BEYOND ? 'aqi-word beyond' : 'aqi-word'}>{t(`overview.aqi.level${level}`)}</span>
      ) : null}
    </span>
  );
};

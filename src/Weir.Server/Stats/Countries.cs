using System.Collections.Frozen;

namespace Weir.Server.Stats;

/// <summary>
/// The country that a top-level domain stands for, which is all that an address tells without a look-up. Endings that are sold to anybody,
/// such as .io, .co, .me or .tk, stand for none here.
/// </summary>
internal static class Countries
{
    private const string All =
        "ad Andorra|ae United Arab Emirates|af Afghanistan|al Albania|am Armenia|ao Angola|ar Argentina|at Austria|au Australia|aw Aruba|az Azerbaijan|" +
        "ba Bosnia and Herzegovina|bb Barbados|bd Bangladesh|be Belgium|bf Burkina Faso|bg Bulgaria|bh Bahrain|bi Burundi|bj Benin|bm Bermuda|bn Brunei|" +
        "bo Bolivia|br Brazil|bs Bahamas|bt Bhutan|bw Botswana|by Belarus|ca Canada|ch Switzerland|ci Ivory Coast|cl Chile|cm Cameroon|cn China|cr Costa Rica|" +
        "cu Cuba|cv Cape Verde|cy Cyprus|cz Czechia|de Germany|dk Denmark|do Dominican Republic|dz Algeria|ec Ecuador|ee Estonia|eg Egypt|er Eritrea|es Spain|" +
        "et Ethiopia|eu European Union|fi Finland|fj Fiji|fo Faroe Islands|fr France|gd Grenada|ge Georgia|gh Ghana|gi Gibraltar|gl Greenland|gm Gambia|" +
        "gn Guinea|gr Greece|gt Guatemala|gy Guyana|hk Hong Kong|hn Honduras|hr Croatia|ht Haiti|hu Hungary|id Indonesia|ie Ireland|il Israel|in India|iq Iraq|" +
        "ir Iran|is Iceland|it Italy|jm Jamaica|jo Jordan|jp Japan|ke Kenya|kg Kyrgyzstan|kh Cambodia|kp North Korea|kr South Korea|kw Kuwait|kz Kazakhstan|" +
        "lb Lebanon|lk Sri Lanka|lr Liberia|ls Lesotho|lt Lithuania|lu Luxembourg|lv Latvia|ma Morocco|mc Monaco|md Moldova|mg Madagascar|mk North Macedonia|" +
        "mm Myanmar|mn Mongolia|mo Macau|mr Mauritania|mt Malta|mu Mauritius|mv Maldives|mw Malawi|mx Mexico|my Malaysia|mz Mozambique|na Namibia|ne Niger|" +
        "ng Nigeria|ni Nicaragua|nl Netherlands|no Norway|np Nepal|nz New Zealand|om Oman|pa Panama|pe Peru|pg Papua New Guinea|ph Philippines|pk Pakistan|" +
        "pl Poland|pr Puerto Rico|ps Palestine|pt Portugal|py Paraguay|qa Qatar|ro Romania|rs Serbia|ru Russia|rw Rwanda|sa Saudi Arabia|sd Sudan|se Sweden|" +
        "sg Singapore|si Slovenia|sk Slovakia|sl Sierra Leone|sm San Marino|sn Senegal|so Somalia|sr Suriname|sv El Salvador|sy Syria|sz Eswatini|td Chad|" +
        "tg Togo|th Thailand|tj Tajikistan|tm Turkmenistan|tn Tunisia|tr Turkey|tt Trinidad and Tobago|tw Taiwan|tz Tanzania|ua Ukraine|ug Uganda|" +
        "uk United Kingdom|us United States|uy Uruguay|uz Uzbekistan|ve Venezuela|vn Vietnam|ye Yemen|za South Africa|zm Zambia|zw Zimbabwe";

    private static readonly FrozenDictionary<string, string> Names = All.Split('|').ToFrozenDictionary(entry => entry[..2], entry => entry[3..]);

    /// <summary>The country of a top-level domain without its dot; null when it stands for none.</summary>
    public static string? Of(string suffix) => Names.GetValueOrDefault(suffix);
}

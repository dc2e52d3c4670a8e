namespace Weir.Pipeline.Datasets;

/// <summary>
/// Keeps the newest rows when there are too many. Each class gets half of the room, and what the other leaves; within a class the
/// undated rows keep their share, chosen by a hash of their key, so that dated ones do not push them out.
/// </summary>
internal static class NewestRows
{
    public static List<DatasetRow> Of(List<DatasetRow> rows, int most)
    {
        if (rows.Count <= most) return rows;
        var (phishing, benign) = (rows.FindAll(row => row.IsPhishing), rows.FindAll(row => !row.IsPhishing));
        var half = most / 2;
        var room = phishing.Count <= half ? phishing.Count : Math.Max(half, most - benign.Count);
        return [.. OfClass(phishing, room), .. OfClass(benign, most - room)];
    }

    private static IEnumerable<DatasetRow> OfClass(List<DatasetRow> rows, int most)
    {
        if (rows.Count <= most) return rows;
        var dated = rows.FindAll(row => row.SeenAt is not null);
        var room = (int)((long)most * dated.Count / rows.Count);
        return dated.OrderByDescending(row => row.SeenAt).ThenBy(row => row.Canonical, StringComparer.Ordinal).Take(room)
            .Concat(rows.Where(row => row.SeenAt is null).OrderBy(row => DomainBuckets.Hash(row.Canonical)).ThenBy(row => row.Canonical, StringComparer.Ordinal).Take(most - room));
    }
}

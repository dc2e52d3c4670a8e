using System.Globalization;
using System.Text;
using Weir.Benchmarks.Harness;
using Weir.Learning;
using Weir.Pipeline.Tables.Reading;

namespace Weir.Benchmarks;

/// <summary>A published table of numbers and its quirks.</summary>
/// <param name="Name">In figures.</param>
/// <param name="File">In <c>data/tabular</c>.</param>
/// <param name="Target">The column of the labels.</param>
/// <param name="Phishing">What stands there for phishing.</param>
/// <param name="Left">Columns that are left out.</param>
internal sealed record PublishedTable(string Name, string File, string Target, string Phishing, string[] Left)
{
    /// <summary>Each different row once; rows of equal features are a group.</summary>
    public Dataset Read(Bench bench)
    {
        using var file = TableFile.Open(bench.SharedFile("data/tabular/" + File));
        var target = file.Columns.Index().First(column => column.Item.Trim() == Target).Index;
        int[] features = [.. file.Columns.Index().Where(column => column.Index != target && !Left.Contains(column.Item)).Select(column => column.Index)];
        var (known, labels, columns) = (new HashSet<string>(StringComparer.Ordinal), new List<byte>(), Array.ConvertAll(features, _ => new List<float>()));
        while (file.Read())
        {
            var cells = features.Append(target).Select(column => Encoding.UTF8.GetString(file.Cell(column)).Trim()).ToArray();
            if (!known.Add(string.Join(',', cells))) continue;
            for (var f = 0; f < features.Length; f++)
                columns[f].Add(cells[f].Length == 0 ? float.NaN : float.Parse(cells[f], CultureInfo.InvariantCulture));
            labels.Add(cells[^1] == Phishing ? (byte)1 : (byte)0);
        }

        var weights = new float[labels.Count];
        Array.Fill(weights, 1);
        var data = new Dataset([.. features.Select(column => file.Columns[column])], [.. columns.Select(column => column.ToArray())], [.. labels], weights, new int[labels.Count]);
        return new Dataset(data.FeatureNames, data.Columns, data.Labels, data.Weights, Groups(data));
    }

    // The features as text are the group.
    private static int[] Groups(Dataset data)
    {
        var (groups, known) = (new int[data.Rows], new Dictionary<string, int>(StringComparer.Ordinal));
        var row = new float[data.FeatureCount];
        for (var i = 0; i < groups.Length; i++)
        {
            data.Read(i, row);
            var text = string.Join(',', row);
            if (!known.TryGetValue(text, out groups[i])) known[text] = groups[i] = known.Count;
        }

        return groups;
    }
}

using Weir.Learning.Neighbours;

namespace Weir.Learning.Preparation;

/// <summary>The sections of a <see cref="KnnImputer"/>.</summary>
internal static class KnnImputerFile
{
    public static void Save(KnnImputer imputer, ModelFileBuilder builder, string prefix)
    {
        builder.Add<int>(prefix + ".shape", [imputer.ColumnCount, imputer.Donors, imputer.Neighbours, (int)imputer.Weights, imputer.KeepEmpty ? 1 : 0]);
        builder.Add<double>(prefix + ".values", [.. imputer.Columns.SelectMany(column => column)]);
    }

    public static KnnImputer Load(ModelFile file, string prefix)
    {
        var shape = file.Get<int>(prefix + ".shape");
        var values = file.Get<double>(prefix + ".values");
        var fits = shape is [> 0, > 0, >= 1 and <= 1000, 0 or 1, 0 or 1] && (long)shape[0] * shape[1] == values.Length
            && !Array.Exists(values, double.IsInfinity);
        if (!fits) throw file.Fault($"holds a damaged imputer in '{prefix}'");
        var columns = Enumerable.Range(0, shape[0]).Select(c => values[(c * shape[1])..((c + 1) * shape[1])]);
        return new KnnImputer([.. columns], new KnnImputerParameters
        {
            Neighbours = shape[2],
            Weights = (NeighbourWeights)shape[3],
            KeepEmpty = shape[4] == 1,
        });
    }
}

using Weir.Learning.Encoding;

namespace Weir.Learning.Preparation;

/// <summary>
/// The sections of a <see cref="Preparer"/>: <c>.kinds</c> (a few numbers a column), <c>.names</c>, <c>.outputs</c>, <c>.numbers</c>
/// (center, scale, fill a column), <c>.keys</c> of all categories, <c>.t0</c> and so on for targets, <c>.knn</c>.
/// </summary>
internal static class PreparerFile
{
    private const int Fields = 4;
    private const int MostColumns = 100_000;

    // What a column is made into.
    private const int Number = 0, NearNumber = 1, OneHot = 2, Target = 3;

    public static void Save(Preparer preparer, ModelFileBuilder builder, string prefix)
    {
        var (kinds, numbers, keys) = (new List<int>(), new List<double>(), new List<ulong>());
        for (var c = 0; c < preparer.Columns.Count; c++)
        {
            kinds.Add((int)preparer.Columns[c].Kind);
            if (preparer.NumberOf(c) is { } number)
            {
                kinds.AddRange([number.IsKnn ? NearNumber : Number, number.HasMark ? 1 : 0, 0]);
                numbers.AddRange([number.Center, number.Scale, number.Fill]);
                continue;
            }
            var category = preparer.CategoryOf(c)!;
            kinds.AddRange([category.Target is null ? OneHot : Target, category.HasOther ? 1 : 0, category.Keys.Length]);
            keys.AddRange(category.Keys);
            category.Target?.Save(builder, $"{prefix}.t{c}");
        }
        builder.Add<int>(prefix + ".kinds", [.. kinds]);
        builder.Add<double>(prefix + ".numbers", [.. numbers]);
        builder.Add<ulong>(prefix + ".keys", [.. keys]);
        TextSections.Save(builder, prefix + ".names", [.. preparer.Columns.Select(column => column.Name)]);
        TextSections.Save(builder, prefix + ".outputs", preparer.OutputNames);
        preparer.Knn?.Save(builder, prefix + ".knn");
    }

    public static Preparer Load(ModelFile file, string prefix)
    {
        var kinds = file.Get<int>(prefix + ".kinds");
        var names = TextSections.Load(file, prefix + ".names");
        if (names.Length is 0 or > MostColumns || kinds.Length != names.Length * Fields || names.Distinct().Count() != names.Length) throw Fault(file, prefix);
        var read = new Reading(file, prefix);
        for (var c = 0; c < names.Length; c++) read.Column(c, kinds.AsSpan(c * Fields, Fields));
        var outputs = TextSections.Load(file, prefix + ".outputs");
        if (!read.IsAtEnd || outputs.Length != read.Sources.Count) throw Fault(file, prefix);
        var near = read.Numbers.Count(number => number is { IsKnn: true });
        var knn = near == 0 ? null : KnnImputer.Load(file, prefix + ".knn");
        if (knn is not null && (knn.ColumnCount != near || !knn.KeepEmpty)) throw Fault(file, prefix);
        return new Preparer(
            [.. names.Select((name, c) => new ColumnPlan(name, (ColumnKind)kinds[c * Fields]))], [.. read.Numbers], [.. read.Categories], knn,
            [.. outputs.Select((name, o) => new OutputColumn(name, read.Sources[o]))]);
    }

    private static ModelFileException Fault(ModelFile file, string prefix) => file.Fault($"holds a damaged preparation in '{prefix}'");

    /// <summary>Walks along the columns.</summary>
    private sealed class Reading(ModelFile file, string prefix)
    {
        private readonly double[] _numbers = file.Get<double>(prefix + ".numbers");
        private readonly ulong[] _keys = file.Get<ulong>(prefix + ".keys");
        private int _number;
        private int _key;

        public List<NumberStep?> Numbers { get; } = [];

        public List<CategoryStep?> Categories { get; } = [];

        /// <summary>The column of each output.</summary>
        public List<int> Sources { get; } = [];

        public bool IsAtEnd => _number == _numbers.Length && _key == _keys.Length;

        public void Column(int c, ReadOnlySpan<int> kind)
        {
            var isCategory = kind[0] == (int)ColumnKind.Category;
            if (kind[0] is < 0 or > (int)ColumnKind.Category || kind[1] is < Number or > Target || kind[1] >= OneHot != isCategory || kind[2] is not (0 or 1))
                throw Fault(file, prefix);
            Numbers.Add(isCategory ? null : NumberOf(kind));
            Categories.Add(isCategory ? CategoryOf(c, kind) : null);
            for (var o = Numbers[c]?.Outputs ?? Categories[c]!.Outputs; o > 0; o--) Sources.Add(c);
        }

        private NumberStep NumberOf(ReadOnlySpan<int> kind)
        {
            if (_number + 3 > _numbers.Length) throw Fault(file, prefix);
            var (center, scale, fill) = (_numbers[_number], _numbers[_number + 1], _numbers[_number + 2]);
            _number += 3;
            if (!double.IsFinite(center) || !(scale > 0 && double.IsFinite(scale)) || double.IsInfinity(fill)) throw Fault(file, prefix);
            return new NumberStep(center, scale, fill, kind[1] == NearNumber, kind[2] == 1);
        }

        private CategoryStep CategoryOf(int c, ReadOnlySpan<int> kind)
        {
            if (kind[1] == Target) return new CategoryStep([], false, TargetEncoder.Load(file, $"{prefix}.t{c}"));
            if (kind[3] < 1 - kind[2] || kind[3] > _keys.Length - _key) throw Fault(file, prefix);
            var keys = _keys[_key..(_key + kind[3])];
            _key += keys.Length;
            return keys.Distinct().Count() == keys.Length ? new CategoryStep(keys, kind[2] == 1, null) : throw Fault(file, prefix);
        }
    }
}

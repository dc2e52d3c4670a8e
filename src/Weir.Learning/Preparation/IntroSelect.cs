using System.Numerics;

namespace Weir.Learning.Preparation;

/// <summary>
/// The partial sort of NumPy's argpartition before 2.0 (introselect: Musser 1997): the k-th smallest to its place, smaller ones before
/// it. It is repeated step by step, because among equal numbers the steps decide which come first.
/// </summary>
internal static class IntroSelect
{
    private const int Small = 3;

    /// <summary>Moves values and what belongs to them.</summary>
    /// <param name="values">At least one, none NaN.</param>
    /// <param name="items">One a value.</param>
    /// <param name="k">Which smallest, from 0.</param>
    public static void Run(Span<double> values, Span<int> items, int k)
    {
        var (low, high) = (0, values.Length - 1);
        if (k < Small) SelectFew(values, items, k);
        else if (k == high) LastLargestToEnd(values, items);
        else
        {
            var depth = 2 * BitOperations.Log2((uint)values.Length);
            while (low + 1 < high)
            {
                var (left, right) = (low + 1, high);
                if (depth > 0 || right - left < 5) PivotOfThree(values, items, low, high);
                else
                {
                    Swap(values, items, left + MedianOfMedians(values[left..right], items[left..right]), low);
                    (left, right) = (left - 1, right + 1);
                }
                depth--;
                Part(values, items, values[low], ref left, ref right);
                Swap(values, items, low, right);
                if (right >= k) high = right - 1;
                if (right <= k) low = left;
            }
            if (high == low + 1 && values[high] < values[low]) Swap(values, items, low, high);
        }
    }

    private static void SelectFew(Span<double> values, Span<int> items, int k)
    {
        for (var i = 0; i <= k; i++)
        {
            var least = i;
            for (var j = i + 1; j < values.Length; j++)
                if (values[j] < values[least]) least = j;
            Swap(values, items, i, least);
        }
    }

    private static void LastLargestToEnd(Span<double> values, Span<int> items)
    {
        var most = 0;
        for (var i = 1; i < values.Length; i++)
            if (!(values[i] < values[most])) most = i;
        Swap(values, items, values.Length - 1, most);
    }

    /// <summary>The median of three to the front, the least of them behind it: the walks of <see cref="Part"/> then need no bounds.</summary>
    private static void PivotOfThree(Span<double> values, Span<int> items, int low, int high)
    {
        var middle = low + (high - low) / 2;
        if (values[high] < values[middle]) Swap(values, items, high, middle);
        if (values[high] < values[low]) Swap(values, items, high, low);
        if (values[low] < values[middle]) Swap(values, items, low, middle);
        Swap(values, items, middle, low + 1);
    }

    private static void Part(Span<double> values, Span<int> items, double pivot, ref int left, ref int right)
    {
        while (true)
        {
            do left++; while (values[left] < pivot);
            do right--; while (pivot < values[right]);
            if (right < left) return;
            Swap(values, items, left, right);
        }
    }

    private static int MedianOfMedians(Span<double> values, Span<int> items)
    {
        var medians = values.Length / 5;
        for (var i = 0; i < medians; i++) Swap(values, items, 5 * i + MedianOfFive(values[(5 * i)..], items[(5 * i)..]), i);
        if (medians > 2) Run(values[..medians], items[..medians], medians / 2);
        return medians / 2;
    }

    private static int MedianOfFive(Span<double> v, Span<int> items)
    {
        if (v[1] < v[0]) Swap(v, items, 1, 0);
        if (v[4] < v[3]) Swap(v, items, 4, 3);
        if (v[3] < v[0]) Swap(v, items, 3, 0);
        if (v[4] < v[1]) Swap(v, items, 4, 1);
        if (v[2] < v[1]) Swap(v, items, 2, 1);
        if (!(v[3] < v[2])) return 2;
        return v[3] < v[1] ? 1 : 3;
    }

    private static void Swap(Span<double> values, Span<int> items, int a, int b)
    {
        (values[a], values[b]) = (values[b], values[a]);
        (items[a], items[b]) = (items[b], items[a]);
    }
}

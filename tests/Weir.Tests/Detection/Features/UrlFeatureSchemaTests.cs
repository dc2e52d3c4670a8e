using System.Reflection;
using System.Text.RegularExpressions;
using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Detection.Features;

public sealed partial class UrlFeatureSchemaTests
{
    [Fact]
    public void Feature_names_are_unique_and_snake_case()
    {
        Assert.Equal(UrlFeatureSchema.Count, UrlFeatureSchema.All.Select(f => f.Id).Distinct().Count());
        Assert.All(UrlFeatureSchema.All, f => Assert.Matches(SnakeCase(), f.Id));
    }

    [Fact]
    public void Every_feature_says_what_it_means()
    {
        var families = typeof(Families).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!).ToHashSet();
        Assert.All(UrlFeatureSchema.All, feature =>
        {
            Assert.Contains(feature.Family, families);
            Assert.False(string.IsNullOrWhiteSpace(feature.Unit));
            Assert.True(feature.Meaning.Length > 10, feature.Id);
            Assert.True(feature.Version >= 1);
        });
    }

    [Fact]
    public void Every_group_writes_as_many_values_as_it_defines()
    {
        var (reader, scratch) = (new UrlFeatureReader(ReferenceLists.Embedded), new FeatureScratch());
        foreach (var text in HostileText.Some(300, 8))
        {
            if (!UrlParser.TryParse(text, scratch.Url, out var url, out _)) continue;
            var subject = reader.Subject(url, scratch);
            foreach (var group in UrlFeatureSchema.Groups)
                Assert.Equal(group.Definitions.Count, Written(group, subject, new float[500]));
        }
    }

    [Fact]
    public void A_name_leads_to_its_column()
    {
        Assert.All(UrlFeatureSchema.All.Index(), f => Assert.Equal(f.Index, UrlFeatureSchema.IndexOf(f.Item.Id)));
        Assert.Equal(-1, UrlFeatureSchema.IndexOf("no_such_feature"));
        Assert.NotEmpty(UrlFeatureSchema.PopularityColumns);
        Assert.True(UrlFeatureSchema.OwnerColumn >= 0);
    }

    private static int Written(FeatureGroup group, in UrlSubject subject, Span<float> values)
    {
        var row = new FeatureRow(values);
        group.Fill(subject, ref row);
        return row.Count;
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    private static partial Regex SnakeCase();
}
